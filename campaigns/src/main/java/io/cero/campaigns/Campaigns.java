package io.cero.campaigns;

import java.util.List;
import java.util.Optional;

/** The campaigns that there are. */
final class Campaigns {
  private Campaigns() {}

  static List<Campaign> all() {
    return List.of(
        new EndingCampaign(),
        new CyclesCampaign(),
        new ResourcesCampaign(),
        new RebindCampaign(),
        new IdleCampaign(),
        new OverflowCampaign(),
        new NetworkCampaign(),
        new HostileCampaign(),
        new PeersCampaign(),
        new SoakCampaign(),
        new ClustersCampaign(),
        new FuzzCampaign(FuzzTarget.Name.HANDSHAKE),
        new FuzzCampaign(FuzzTarget.Name.FRAMES),
        new FuzzCampaign(FuzzTarget.Name.ENDPOINT),
        new FuzzCampaign(FuzzTarget.Name.LISTENER));
  }

  static Optional<Campaign> named(String name) {
    return all().stream().filter(campaign -> campaign.name().equals(name)).findFirst();
  }
}
