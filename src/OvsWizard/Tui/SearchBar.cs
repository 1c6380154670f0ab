using OvsWizard.Texts;
using OvsWizard.Tui.Panes;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui;

/// <summary>The line that <c>/</c> opens: what is typed is searched for at once.</summary>
internal sealed class SearchBar : Pane
{
    /// <summary>Columns for how many were found.</summary>
    private const int Counts = 16;

    private readonly ISearched searched;
    private readonly string label;

    public SearchBar(Wizard wizard, ISearched searched)
    {
        this.searched = searched;
        label = wizard.Language.Say($"search: ");
        Height = 1;
        CanFocus = true;
        var field = new Field { X = Columns.Width(label) + 1, Height = 1, Width = Dim.Fill(Counts),
            Text = searched.Searched, Typed = Search };
        Add(field);
        field.MoveEnd();
    }

    /// <summary>Gives the focus back.</summary>
    public Action? Closed { get; set; }

    public void Close(bool keep)
    {
        if (!keep) searched.Search("");
        Closed?.Invoke();
    }

    protected override void Draw(int width, int height)
    {
        Put(0, 1, width - 1, new Line(label, Tone.Key));
        var (found, all) = searched.Hits;
        if (searched.Searched.Length > 0) Put(0, width - Counts + 1, Counts - 1,
            new Line(Wizard.Language.Say($"{found} of {all}"), found > 0 ? Tone.Dim : Tone.Changed));
    }

    private void Search(string text)
    {
        searched.Search(text);
        SetNeedsDraw();
    }
}

/// <summary>Covers everything where the terminal is too small for the screens.</summary>
internal sealed class TooSmall : Pane
{
    protected override void Draw(int width, int height)
    {
        string[] lines =
        [
            Wizard.Language.Say($"The wizard needs {Wizard.LeastColumns} columns and {Wizard.LeastRows} rows."),
            Wizard.Language.Say($"This window has {width} and {height}; nothing is lost, enlarge it."),
        ];
        for (var row = 0; row < lines.Length && row < height; row++) Put(row, 0, width, lines[row]);
    }
}
