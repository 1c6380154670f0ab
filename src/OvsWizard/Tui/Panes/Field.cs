using OvsWizard.Texts;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace OvsWizard.Tui.Panes;

/// <summary>One line to type into. Control characters do not get in, not even pasted; Enter, Esc and the function keys go to the screen.</summary>
public sealed class Field : TextField
{
    public Field()
    {
        Width = Dim.Fill();
        foreach (var key in new[] { Key.Enter, Key.Esc, Key.CursorUp, Key.CursorDown }) KeyBindings.Remove(key);
        ValueChanged += (_, _) => Typed?.Invoke(Text);
    }

    /// <summary>Called with the text whenever it changes.</summary>
    public Action<string>? Typed { get; set; }

    protected override string OnSanitizingPaste(string raw) => Harmless.Typed(raw);
}
