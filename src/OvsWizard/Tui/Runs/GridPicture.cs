using OvsWizard.Journal;
using OvsWizard.Texts;

namespace OvsWizard.Tui.Runs;

/// <summary>How a run's hosts fit a width: with times, as marks, or counted.</summary>
public enum GridForm { Times, Marks, Counts }

/// <summary>The grid as lines: which form fits, and what stands in each place. Pure.</summary>
public sealed class GridPicture
{
    /// <summary>Lines given to hosts that want to be checked, where hosts are only counted.</summary>
    public const int MostAttention = 4;

    private const int LeastTitle = 20, TimesWidth = 13, MarkWidth = 3;

    private readonly RunView view;
    private readonly Language language;
    private readonly DateTimeOffset now;

    public GridPicture(RunView view, int width, Language language, DateTimeOffset now)
    {
        (this.view, this.language, this.now) = (view, language, now);
        var hosts = view.Grid.Hosts;
        var titles = view.Grid.Rows.Select(r => Columns.Width(r.Step.Title.In(language))).DefaultIfEmpty().Max() + 2;
        var times = Math.Max(TimesWidth, hosts.Select(h => Columns.Width(h.Name)).DefaultIfEmpty().Max() + 2);
        var marks = Math.Max(MarkWidth, hosts.Count.ToString().Length + 1);
        (Form, ColumnWidth) = width - (hosts.Count * times) >= LeastTitle ? (GridForm.Times, times)
            : width - (hosts.Count * marks) >= LeastTitle ? (GridForm.Marks, marks)
            : (GridForm.Counts, 0);
        TitleWidth = Form is GridForm.Counts ? Math.Min(titles, width / 2)
            : Math.Min(titles, width - (hosts.Count * ColumnWidth));
        Attention = Form is GridForm.Counts ? [.. view.Grid.Attention(now).Take(MostAttention)] : [];
    }

    public GridForm Form { get; }
    public int TitleWidth { get; }
    public int ColumnWidth { get; }

    /// <summary>The hosts shown above the rows, worst first.</summary>
    public IReadOnlyList<(int Column, Cell? Cell, Trouble Why)> Attention { get; }

    /// <summary>The names of the hosts; where there is no room, their numbers, or how many there are.</summary>
    public Line Header()
    {
        var hosts = view.Grid.Hosts;
        var line = new Line(
            Columns.Fit(Form is GridForm.Counts ? language.Say($"{hosts.Count} hosts") : "", TitleWidth), Tone.Dim);
        for (var column = 0; column < hosts.Count && Form is not GridForm.Counts; column++)
        {
            var name = Form is GridForm.Times ? Columns.Fit(hosts[column].Name, ColumnWidth)
                : Columns.Fit($"{column + 1}", ColumnWidth, right: true);
            line.Add(name, hosts[column].Lost is null ? Tone.Strong : Tone.Bad);
        }
        return line;
    }

    public Line Title(int row) =>
        new(Columns.Fit(Columns.Cut(view.Grid.Rows[row].Step.Title.In(language), TitleWidth - 1), TitleWidth));

    /// <summary>A cell, in exactly <see cref="ColumnWidth"/> columns.</summary>
    public Line CellAt(int row, int column)
    {
        var cell = view.Grid.Rows[row].Cells[column];
        if (cell.Steps.Count == 0) return new Line(new string(' ', ColumnWidth));
        var mark = cell.Status.Mark();
        if (Form is GridForm.Marks) return new Line(Columns.Fit(mark, ColumnWidth, right: true), cell.Status.Tone());
        var text = view.Grid.ElapsedOf(column, cell, now) switch
        {
            { } elapsed when cell.Status.IsRunning()
                && view.Expected[cell.Steps[0].Planned.Id] is { TotalSeconds: >= 1 } expected =>
                $"{elapsed.Whole()}/{expected.Whole()}",
            { } elapsed when cell.Status.IsRunning() => elapsed.Whole(),
            { } elapsed => elapsed.Short(),
            null => "",
        };
        return new Line { { $"{mark} ", cell.Status.Tone() },
            { Columns.Fit(text, ColumnWidth - 2), cell.Status.IsRunning() ? Tone.Key : Tone.Dim } };
    }

    /// <summary>A row where hosts are counted: what needs attention first.</summary>
    public Line Counted(int row)
    {
        var line = Title(row);
        foreach (var (status, count) in view.Grid.Rows[row].Counts)
            line.Add($"{count} {status.Mark()}  ", status.Tone());
        return line;
    }

    /// <summary>A host that wants to be checked.</summary>
    public Line AttentionAt(int index)
    {
        var (column, cell, why) = Attention[index];
        var line = new Line { { $"{(cell?.Status ?? StepStatus.Failed).Mark()} {view.Grid.Hosts[column].Name}  ",
            why is Trouble.Overdue ? Tone.Changed : Tone.Bad } };
        if (cell?.Shown is { } step)
        {
            line.Add($"{step.Planned.Title.In(language)}: ");
            line.Add(why is Trouble.Overdue && view.Grid.ElapsedOf(column, cell, now) is { } elapsed
                ? language.Say($"takes {elapsed.Whole()}, expected {view.Expected[step.Planned.Id]!.Value.Short()}")
                : step.Result is { Status: StepStatus.Failed, ExitStatus: { } exit }
                ? language.Say($"failed with exit status {exit}") : cell.Status.Name(language), Tone.Dim);
        }
        else if (view.Grid.Hosts[column].Lost is { } lost) line.Add(lost.In(language).What);
        return line;
    }
}
