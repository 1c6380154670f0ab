using System.Text.Json.Nodes;
using OvsWizard.Inspection;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>
/// Views of hosts as tables, all hosts of a view in one, so that the same thing of different hosts stands together.
/// </summary>
public sealed class InspectPrinter(TextWriter to, Colours colours, Language language)
{
    /// <param name="outputs">Print what the commands said, too.</param>
    public void Print(HostView view, IReadOnlyList<HostTable> hosts, bool outputs)
    {
        to.WriteLine(colours.Strong(view.Title.In(language)));
        var rows = hosts.SelectMany(h => h.Rows.Select(r => (IReadOnlyList<string>)[h.Host, .. r.Select(Printable.Of)]))
            .ToList();
        // A column that says nothing on any host only takes room.
        var shown = Enumerable.Range(0, view.Columns.Count + 1)
            .Where(c => c <= view.KeyColumns || rows.Any(r => r[c].Length > 0)).ToList();
        if (rows.Count > 0)
        {
            List<string> titles = [language.Say($"host"), .. view.Columns.Select(c => c.Title.In(language))];
            var widths = shown.Select(c => rows.Select(r => Columns.Width(r[c])).Append(Columns.Width(titles[c])).Max())
                .ToList();
            to.WriteLine(colours.Dim(Line(titles, shown, widths)));
            foreach (var row in rows) to.WriteLine(Line(row, shown, widths));
        }
        foreach (var host in hosts)
        {
            if (host.Failure is { } failure)
                to.WriteLine(
                    $"  {colours.Bad($"{host.Host}: {Printable.Of(failure.In(language).What)}")}{(failure.In(language).Why is not { } why ? "" : $": {Printable.Of(why)}")}");
            else if (host.Rows.Count == 0) to.WriteLine(colours.Dim($"  {host.Host}: {view.Empty.In(language)}"));
            if (!outputs) continue;
            to.WriteLine(colours.Dim(
                $"  {host.Host}: {view.Command.TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal)}"));
            foreach (var line in host.Output.TrimEnd('\n').Split('\n')) to.WriteLine($"    {Printable.Of(line)}");
        }
        to.WriteLine();
    }

    /// <summary>What a view shows and asks, and what the programs behind it are for.</summary>
    public void Explain(HostView view, IReadOnlyList<Component> components)
    {
        to.WriteLine($"{colours.Strong(view.Id)}  {view.Title.In(language)}");
        to.WriteLine($"  {view.Shows.In(language)}");
        foreach (var component in components.Where(c => view.Components.Contains(c.Id)))
            to.WriteLine($"  {colours.Strong(component.Id)}: {component.What.In(language)}");
        foreach (var line in view.Command.TrimEnd().Split('\n')) to.WriteLine(colours.Dim($"    {line}"));
        to.WriteLine();
    }

    /// <summary>What a view shows and asks, for other programs.</summary>
    public static JsonNode Explained(HostView view) => new JsonObject
    {
        ["view"] = view.Id,
        ["title"] = new JsonObject { ["en"] = view.Title.En, ["zh"] = view.Title.Zh },
        ["shows"] = new JsonObject { ["en"] = view.Shows.En, ["zh"] = view.Shows.Zh },
        ["programs"] = new JsonArray([.. view.Components.Select(c => (JsonNode?)c)]),
        ["command"] = view.Command,
    };

    public static JsonNode Json(HostView view, IReadOnlyList<HostTable> hosts) => new JsonObject
    {
        ["view"] = view.Id,
        ["hosts"] = new JsonArray([.. hosts.Select(h => (JsonNode)new JsonObject
        {
            ["host"] = h.Host,
            ["rows"] = new JsonArray([.. h.Rows.Select(r => (JsonNode)new JsonObject(
                view.Columns.Select((c, i) => KeyValuePair.Create(c.Id, (JsonNode?)JsonValue.Create(r[i])))))]),
            ["failure"] = h.Failure is { } f ? new JsonObject { ["what"] = f.What, ["why"] = f.Why, ["now"] = f.Now }
                : null,
        })]),
    };

    private static string Line(IReadOnlyList<string> values, List<int> shown, List<int> widths) =>
        $"  {string.Join("  ", shown.Select((c, i) => Columns.Fit(values[c], widths[i])))}".TrimEnd();
}
