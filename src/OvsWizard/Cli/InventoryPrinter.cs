using OvsWizard.Inventories;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>The table of <c>inventory show</c>: a row a host, then what holds for all.</summary>
public sealed class InventoryPrinter(TextWriter to, Colours colours, Language language)
{
    private readonly string[] header = [language.Say($"host"), language.Say($"login"), language.Say($"key"), "root",
        language.Say($"by"), language.Say($"groups"), language.Say($"parameters")];

    public void Print(Inventory inventory)
    {
        to.WriteLine(colours.Dim(language.Say($"read as: {InventoryFormats.NameOf(inventory.Format)}")));
        var rows = inventory.Known.Select(h => Cells(h, inventory)).Prepend(header).ToList();
        // A column that says nothing of any host is left out.
        var columns = Enumerable.Range(0, header.Length).Where(c => rows.Skip(1).Any(r => r[c].Length > 0)).ToList();
        var widths = columns.ToDictionary(c => c, c => rows.Max(r => Columns.Width(r[c])));
        foreach (var (row, index) in rows.Select((r, i) => (r, i)))
        {
            var line = string.Join("  ", columns.Select(c => Columns.Fit(row[c], widths[c]))).TrimEnd();
            to.WriteLine(index == 0 ? colours.Strong(line) : line);
        }
        if (inventory.Params.Count > 0) to.WriteLine(language.Say($"for all: {Values(inventory.Params)}"));
    }

    private static string[] Cells(Host host, Inventory inventory) =>
    [
        host.Name,
        $"{host.User}@{(host.Address.Contains(':', StringComparison.Ordinal) ? $"[{host.Address}]" : host.Address)}{(host.Port == Host.DefaultPort ? "" : $":{host.Port}")}",
        host.PasswordEnv is { } variable ? $"${variable}"
            : string.Join(' ', host.Identities.Select(LocalUser.Current.Shorten)),
        host.Become is Become.Sudo ? "sudo" : "",
        string.Join(", ", host.Way),
        string.Join(' ',
            inventory.Groups.Where(g => g.Key is not "ungrouped" && g.Value.Contains(host.Name)).Select(g => g.Key)),
        Values(host.Params),
    ];

    private static string Values(IReadOnlyDictionary<string, ParameterValue> values) =>
        string.Join(' ', values.Select(v => $"{v.Key}={v.Value.Text}"));
}
