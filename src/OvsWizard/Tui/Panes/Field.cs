using OvsWizard.Texts;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace OvsWizard.Tui.Panes;

/// <summary>
/// One line to type into. Control characters do not get in, not even pasted, nor more than it has room for; Enter, Esc,
/// Ctrl-C and the function keys go to the screen. Ctrl-U, Ctrl-W and Alt-Backspace delete as in a shell.
/// </summary>
public sealed class Field : TextField
{
    public Field()
    {
        Width = Dim.Fill();
        foreach (var key in new[] { Key.Enter, Key.Esc, Key.CursorUp, Key.CursorDown, Key.C.WithCtrl, Key.Z.WithCtrl })
            KeyBindings.Remove(key);
        foreach (var (key, does) in new[] { (Key.W.WithCtrl, Command.KillWordLeft),
            (Key.Backspace.WithAlt, Command.KillWordLeft), (Key.U.WithCtrl, Command.CutToStartOfLine) })
        {
            KeyBindings.Remove(key);
            KeyBindings.Add(key, does);
        }
        ValueChanged += (_, _) =>
        {
            if (Typed is { } typed && SuperView is not null) Wizard.Of(this).Guard(() => typed(Text));
        };
    }

    /// <summary>Called with the text whenever it changes.</summary>
    public Action<string>? Typed { get; set; }

    /// <summary>
    /// The most characters it takes: a name of the DNS, a path. What was given at first may have more.
    /// </summary>
    public int Longest { get; init; } = 255;

    /// <summary>The toolkit marks all of it then, so that the next key would replace it.</summary>
    protected override void OnHasFocusChanged(bool newHasFocus, View? previousFocusedView, View? view)
    {
        base.OnHasFocusChanged(newHasFocus, previousFocusedView, view);
        if (!newHasFocus) return;
        ClearAllSelection();
        MoveEnd();
    }

    protected override bool OnKeyDown(Key key)
    {
        if (Text.Length < Longest || SelectedLength > 0 || key.AsRune.Value < ' ' || key.IsCtrl || key.IsAlt
            || key == Key.Delete || key == Key.Backspace) return base.OnKeyDown(key);
        Refuse(Text.Length + 1);
        return true;
    }

    protected override string OnSanitizingPaste(string raw)
    {
        var text = Printable.Typed(raw.ReplaceLineEndings(" "));
        if (Text.Length - SelectedLength + text.Length <= Longest) return text;
        Refuse(text.Length);
        return "";
    }

    private void Refuse(int length)
    {
        var wizard = Wizard.Of(this);
        wizard.Tell(new Line(wizard.Language.Say($"too long: {length} characters; at most {Longest} fit here"),
            Tone.Changed));
    }
}
