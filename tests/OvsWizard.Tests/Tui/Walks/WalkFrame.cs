using Terminal.Gui.Drawing;

namespace OvsWizard.Tests.Tui.Walks;

/// <summary>A screen of a walk, as it was shown.</summary>
/// <param name="Part">What the walk shows just now.</param>
/// <param name="Keys">What was pressed since the frame before.</param>
/// <param name="Seconds">So long it is shown.</param>
internal sealed record WalkFrame(Text Part, string Keys, string Screen, Cell[,] Cells, double Seconds);
