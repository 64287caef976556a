"""A peer that says some bytes and then stays as it is until it is killed: peer.py connect PORT HEX
PAUSE or peer.py listen PORT HEX PAUSE, where PAUSE is how many seconds lie between two bytes."""
import socket
import sys
import time

mode, port, words, pause = sys.argv[1], int(sys.argv[2]), bytes.fromhex(sys.argv[3]), float(sys.argv[4])
link = socket.socket()
link.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
if mode == "listen":
    link.bind(("127.0.0.1", port))
    link.listen()
    print("listening", flush=True)
    link = link.accept()[0]
else:
    link.connect(("127.0.0.1", port))
link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
if pause > 0:
    for word in words:
        link.sendall(bytes([word]))
        time.sleep(pause)
else:
    link.sendall(words)
print("said", flush=True)
while True:
    if not link.recv(65536):
        time.sleep(3600)
