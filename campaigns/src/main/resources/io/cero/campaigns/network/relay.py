"""A relay of Ethernet packets between two devices that keeps each for a random time, so that later
ones overtake earlier ones. Standard input says how long, in milliseconds: 20 80; and asks how many
were overtaken: overtaken.

With one device it does nothing but have the system finish each packet that it sends there: otherwise
checksums and the cutting of long segments are left to the device, and a relay would see neither."""
import array
import fcntl
import heapq
import random
import select
import socket
import struct
import sys
import time

EVERY_PROTOCOL = 3
SIOCETHTOOL = 0x8946
OUTGOING = 4
OFF = [0x17, 0x1F, 0x24, 0x2C]  # ETHTOOL_STXCSUM, STSO, SGSO, SGRO


def finish_packets(device):
    control = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for what in OFF:
        value = array.array("B", struct.pack("II", what, 0))
        request = struct.pack("16sP", device.encode(), value.buffer_info()[0])
        fcntl.ioctl(control, SIOCETHTOOL, request)


def opened(device):
    link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(EVERY_PROTOCOL))
    link.bind((device, 0))
    return link


if len(sys.argv) == 2:
    finish_packets(sys.argv[1])
    sys.exit(0)
links = [opened(device) for device in sys.argv[1:3]]
least, most = 0.0, 0.0
waiting = []
number = 0
newest = {}
overtaken = 0
print("ready")
while True:
    now = time.monotonic()
    while waiting and waiting[0][0] <= now:
        _, each, to, packet = heapq.heappop(waiting)
        overtaken += each < newest.get(to, 0)
        newest[to] = max(each, newest.get(to, 0))
        try:
            to.send(packet)
        except OSError:
            pass  # too long, or the device is down: lost, as packets may be
    pause = max(0.0, waiting[0][0] - now) if waiting else None
    for ready in select.select(links + [sys.stdin], [], [], pause)[0]:
        if ready is sys.stdin:
            words = sys.stdin.readline().split()
            if not words:
                sys.exit(0)
            if words[0] == "overtaken":
                print(overtaken)
                continue
            least, most = float(words[0]) / 1000, float(words[1]) / 1000
            continue
        packet, address = ready.recvfrom(65536)
        if address[2] == OUTGOING:
            continue
        to = links[1] if ready is links[0] else links[0]
        number += 1
        heapq.heappush(waiting, (time.monotonic() + random.uniform(least, most), number, to, packet))
