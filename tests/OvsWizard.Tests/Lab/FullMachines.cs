namespace OvsWizard.Tests.Lab;

/// <summary>
/// Three hosts that are full machines, with a kernel of their own. They are slow where the processor does not help, so
/// they are made where they are asked for.
/// </summary>
public class FullMachines : LabFixture
{
    protected override string[] Scene => ["--make", "machines"];

    protected override string? NotAskedFor =>
        Environment.GetEnvironmentVariable("OVSWIZARD_SLOW") is "1" ? null
            : "full machines take up to half an hour without the processor's help: OVSWIZARD_SLOW=1 makes them";
}

/// <summary>The same in the uplink scene.</summary>
public sealed class FullUplinkMachines : FullMachines
{
    protected override string[] Scene => [.. base.Scene, "--scene", "uplink"];

    protected override async Task PrepareAsync() => await MustAsync("router", "up");
}

/// <summary>Tests that share them, one after the other.</summary>
[CollectionDefinition("machines", DisableParallelization = true)]
public sealed class FullMachineTestGroup : ICollectionFixture<FullMachines>;

/// <summary>Tests that share them, one after the other.</summary>
[CollectionDefinition("uplink machines", DisableParallelization = true)]
public sealed class FullUplinkMachineTestGroup : ICollectionFixture<FullUplinkMachines>;
