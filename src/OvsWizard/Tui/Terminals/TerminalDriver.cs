using System.Runtime.CompilerServices;
using Terminal.Gui.App;
using Terminal.Gui.Drivers;

namespace OvsWizard.Tui.Terminals;

/// <summary>The toolkit's driver for terminals, with input and output of our own.</summary>
internal static class TerminalDriver
{
    /// <summary>
    /// An application of the toolkit on this driver. It takes drivers by their name only, from a list that it does not
    /// read; a constructor of its own takes one.
    /// </summary>
    public static IApplication Create(Pulse pulse, ColourDepth depth)
    {
        var input = new TerminalInput(pulse);
        return (IApplication)NewApplication(new AnsiComponentFactory(input, new TerminalOutput(depth, input.Stop)));
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType("Terminal.Gui.App.ApplicationImpl, Terminal.Gui")]
    private static extern object NewApplication(IComponentFactory factory);
}
