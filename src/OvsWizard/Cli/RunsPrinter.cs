using System.Globalization;
using OvsWizard.Journal;
using OvsWizard.Sessions;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>The table of <c>runs</c>: a row a run, newest first.</summary>
internal sealed class RunsPrinter(TextWriter to, Colours colours, Language language)
{
    private static readonly bool[] right = [false, false, true, true];

    public void Print(IReadOnlyList<PastRun> runs)
    {
        if (runs.Count == 0)
        {
            to.WriteLine(language.Say($"no run yet; start one: ovswizard run RUNBOOK"));
            return;
        }
        string[] header =
        [
            language.Say($"run"), language.Say($"outcome"), language.Say($"hosts"), language.Say($"took")
        ];
        var rows = runs.Select(run => (Run: run, Cells: Cells(run))).ToList();
        var widths =
            header.Select((title, c) => rows.Select(r => Columns.Width(r.Cells[c])).Append(Columns.Width(title)).Max())
                .ToArray();
        to.WriteLine(colours.Dim(
            string.Join("  ", header.Select((title, c) => Columns.Fit(title, widths[c], right[c]))).TrimEnd()));
        foreach (var (run, cells) in rows)
        {
            var fitted = cells.Select((cell, c) => Columns.Fit(cell, widths[c], right[c])).ToArray();
            fitted[1] = Coloured(run, fitted[1]);
            to.WriteLine(string.Join("  ", fitted).TrimEnd());
        }
    }

    private string[] Cells(PastRun run) => run.Record is { } record
        ?
        [
            run.Id,
            run.IsWorkedOn ? language.Say($"under way") : record.Status.Word(language),
            record.State.Hosts.Count.ToString(CultureInfo.InvariantCulture),
            record.State.Ended is { } ended
                ? string.Create(CultureInfo.InvariantCulture, $"{ended.Milliseconds / 1000.0:0.00} s") : "",
        ]
        : [run.Id, language.Say($"cannot be read"), "", Why(run.Unreadable!)];

    /// <summary>Where and why, in one line.</summary>
    private string Why(Failure failure) =>
        $"{failure.At}: {failure.In(language).Why ?? failure.In(language).What}".ReplaceLineEndings(" ");

    private string Coloured(PastRun run, string text) => run switch
    {
        { IsWorkedOn: true } => colours.Strong(text),
        { Record.Status: RunStatus.Done } => colours.Good(text),
        { Record.Status: RunStatus.Interrupted or RunStatus.RolledBack } => colours.Changed(text),
        _ => colours.Bad(text),
    };
}
