using OvsWizard.Facts;
using OvsWizard.Ssh;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>The table of <c>hosts check</c>: a row a host, a mark a stage.</summary>
public sealed class HostsPrinter(TextWriter to, Colours colours, Language language)
{
    private readonly string[] header = [language.Say($"host"), language.Say($"reach"), language.Say($"key"),
        language.Say($"login"), "root", language.Say($"system"), "Docker", "Open vSwitch"];
    private static readonly CheckStage[] Stages =
    [
        CheckStage.Reach, CheckStage.Trust, CheckStage.Login, CheckStage.Become
    ];

    public void Print(IReadOnlyList<HostStatus> hosts)
    {
        var rows = hosts.Select(h => (Status: h, Cells: Cells(h))).ToList();
        var widths = header.Select((title, column) =>
            Math.Max(Columns.Width(title), rows.Max(r => Columns.Width(r.Cells[column])))).ToArray();
        to.WriteLine(colours.Strong(Line(header, widths)));
        foreach (var (status, cells) in rows) to.WriteLine(Coloured(status, Line(cells, widths)));
        var fit = hosts.Count(h => h.IsFit);
        to.WriteLine(fit == hosts.Count ? colours.Good(language.Say($"{fit} hosts are ready"))
            : colours.Bad(language.Say($"{hosts.Count - fit} of {hosts.Count} hosts are not ready")));
    }

    private string[] Cells(HostStatus status) =>
    [
        status.Host.Name,
        .. Stages.Select(stage =>
            status.MarkOf(stage) switch { CheckMark.Good => "✔", CheckMark.Wrong => "✘", _ => "–" }),
        HostFactsText.System(status.Facts), HostFactsText.Docker(status.Facts, language),
        HostFactsText.Ovs(status.Facts, language),
    ];

    private static string Line(string[] cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, column) => Columns.Fit(cell, widths[column]))).TrimEnd();

    private string Coloured(HostStatus status, string line) => status.IsFit ? line : colours.Bad(line);
}
