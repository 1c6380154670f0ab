using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Tests that change the hosts: each gets hosts that nobody has changed, and a place of its own for its runs.
/// </summary>
public abstract class OnFreshHosts(LabFixture lab) : IAsyncLifetime
{
    private Wizard? wizard;

    private protected LabFixture Lab { get; } = lab;

    private protected Wizard Ovs => wizard!;

    public async ValueTask InitializeAsync()
    {
        if (Lab.Unavailable is not null) return;
        wizard = await Wizard.OfAsync(Lab);
        Lab.Change();
    }

    public async ValueTask DisposeAsync()
    {
        wizard?.Dispose();
        await Lab.RestoreAsync();
    }

    private protected static void Says(ProgramResult result, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, result.Output + result.Error, StringComparison.Ordinal));
}
