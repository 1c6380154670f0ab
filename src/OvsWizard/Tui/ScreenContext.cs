namespace OvsWizard.Tui;

/// <summary>Brings what follows an <c>await</c> in a screen back to the screen's thread.</summary>
internal sealed class ScreenContext(Wizard wizard) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => wizard.Post(() => d(state));
}
