namespace OvsWizard.Tui;

/// <summary>What is at work while the wizard is to end, and how it may be left.</summary>
/// <param name="Question">Asked before the operator quits; Esc stays.</param>
/// <param name="MayEnd">
/// Takes the answer's place; true where the wizard may end at once, false where it ends by itself later.
/// </param>
public sealed record WorkUnderWay(Question Question, Func<int, bool> MayEnd);
