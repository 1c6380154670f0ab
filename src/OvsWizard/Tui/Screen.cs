using OvsWizard.Inventories;
using OvsWizard.Texts;
using OvsWizard.Tui.Panes;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui;

/// <summary>The stages of a run, as the line above the screen shows them.</summary>
public enum Stage
{
    Runbook,
    Hosts,
    Parameters,
    Topology,
    Plan,
    Run,
    Result,
}

/// <summary>
/// One screen. To write one: derive, build the panes in the constructor (<see cref="Page"/>, <see cref="Table{T}"/>,
/// <see cref="Field"/>, placed by X, Y, Width and Height as the toolkit does) and <c>Add</c> them; give
/// <see cref="Heading"/>, <see cref="Keys"/> and <see cref="Help"/>; and fill the panes in <see cref="Refresh"/>, which
/// runs when the screen is shown, comes back, or the language changes. Every text goes through <see cref="Say"/>; its
/// Chinese stands in <c>Texts/zh/</c>. A screen holds no logic: it shows a model and calls what the command line calls.
/// Work that takes time goes through <see cref="Wizard.Do"/>, news from other threads through
/// <see cref="Wizard.Post"/>; a question is <c>await Wizard.ConfirmAsync(…)</c>. No screen opens a modal loop of the
/// toolkit's own.
/// </summary>
public abstract class Screen : View
{
    protected Screen(Wizard wizard)
    {
        Wizard = wizard;
        Width = Dim.Fill();
        Height = Dim.Fill();
        CanFocus = true;
    }

    public Wizard Wizard { get; }

    /// <summary>Its part of "OvsWizard › New run › Hosts".</summary>
    public abstract string Heading { get; }

    /// <summary>Where in the flow of a run it is; null outside of it.</summary>
    public virtual Stage? Stage => null;

    /// <summary>Where that flow ends.</summary>
    public virtual Stage LastStage => Tui.Stage.Result;

    /// <summary>What has the focus when the screen is first shown; null: its first pane that can have it.</summary>
    public View? StartsAt { get; protected init; }

    /// <summary>
    /// The keys that work here, besides those that work everywhere (Esc, F1, F2, F3, /). Asked for whenever they are
    /// shown or pressed.
    /// </summary>
    public virtual IReadOnlyList<ScreenKey> Keys => [];

    /// <summary>
    /// What this screen is and what stands behind it, a paragraph a line; the keys are added. F1 shows it.
    /// </summary>
    public abstract IReadOnlyList<Line> Help { get; }

    /// <summary>What <c>/</c> searches: the pane with the focus, else the first that can be searched.</summary>
    public virtual ISearched? Searched => MostFocused as ISearched ?? SubViews.OfType<ISearched>().FirstOrDefault();

    /// <summary>Its panes whose search is kept: some of what they have may not be shown.</summary>
    internal IEnumerable<ISearched> Kept => SubViews.OfType<ISearched>().Where(s => s.Searched.Length > 0);

    /// <summary>The host that the keys act on, for a shell on it; null where there is none.</summary>
    public virtual Host? HostHere => null;

    /// <summary>What can be copied from here: what it is, and the text. Nine at the most.</summary>
    public virtual IReadOnlyList<(string What, string Text)> Copies => [];

    /// <summary>Fills the panes: the screen is shown, or comes back, or the language is another.</summary>
    public virtual void Refresh() { }

    /// <summary>
    /// Called some times a second while the screen is shown: for what changes by itself. Draw only what has changed.
    /// </summary>
    public virtual void Tick() { }

    /// <summary>Esc was pressed: may the screen go? Asks where something would be lost.</summary>
    public virtual Task<bool> MayLeaveAsync() => Task.FromResult(true);

    /// <summary>Columns from which a text stands beside its list, and not below it.</summary>
    private const int WideFrom = 140;

    /// <summary>
    /// A list and the text about what is selected in it: below each other, or beside each other where the terminal is
    /// wide.
    /// </summary>
    /// <param name="top">The row that both begin at.</param>
    /// <param name="rows">Of the list, with its titles.</param>
    protected void Divide(View list, View text, int top, Func<int> rows, int most)
    {
        bool IsWide() => Viewport.Width >= WideFrom;
        int Left() => Viewport.Width * 2 / 5;
        int Upper() => Math.Max(1, Math.Min(Math.Min(rows(), most), (Viewport.Height - top - 1) / 2));
        list.Y = top;
        list.Width = Dim.Func(_ => IsWide() ? Left() : Math.Max(1, Viewport.Width - 1));
        list.Height = Dim.Func(_ => IsWide() ? Math.Max(1, Viewport.Height - top) : Upper());
        text.X = Pos.Func(_ => IsWide() ? Left() + 2 : 1);
        text.Y = Pos.Func(_ => IsWide() ? top : top + Upper() + 1);
    }

    /// <summary>The text in the language of the moment.</summary>
    protected string Say(FormattableString text) => Wizard.Language.Say(text);
}
