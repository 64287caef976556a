package io.cero.campaigns;

import io.cero.campaigns.clusters.ClustersCampaign;
import io.cero.campaigns.endings.CyclesCampaign;
import io.cero.campaigns.endings.EndingCampaign;
import io.cero.campaigns.frame.Campaign;
import io.cero.campaigns.hostile.FuzzCampaign;
import io.cero.campaigns.hostile.FuzzTarget;
import io.cero.campaigns.hostile.HostileCampaign;
import io.cero.campaigns.network.NetworkCampaign;
import io.cero.campaigns.network.PeersCampaign;
import io.cero.campaigns.resources.IdleCampaign;
import io.cero.campaigns.resources.OverflowCampaign;
import io.cero.campaigns.resources.RebindCampaign;
import io.cero.campaigns.resources.ResourcesCampaign;
import io.cero.campaigns.soak.SoakCampaign;
import java.util.List;
import java.util.Optional;

/** The campaigns that there are. */
public final class Campaigns {
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
