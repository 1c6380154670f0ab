namespace OvsWizard.Tests.Lab;

/// <summary>Three hosts of the uplink scene, each in a network of its own, and the L3 switch between them.</summary>
public sealed class UplinkLab : LabFixture
{
    protected override string[] Scene => ["--scene", "uplink"];

    protected override async Task PrepareAsync() => await MustAsync("router", "up");
}

/// <summary>Tests that share that lab, one after the other.</summary>
[CollectionDefinition("uplink", DisableParallelization = true)]
public sealed class UplinkTestGroup : ICollectionFixture<UplinkLab>;
