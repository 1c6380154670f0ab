using System.CommandLine;
using System.Text.Json.Nodes;
using OvsWizard.Inspection;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard inspect [VIEW]</c></summary>
public static class InspectCommand
{
    public static Command Create()
    {
        var view = new Argument<string?>("VIEW")
        {
            Description = "The view (--explain lists them all); default: all views",
            Arity = ArgumentArity.ZeroOrOne,
            CompletionSources = { Suggestions.Views }
        };
        var explain = new Option<bool>("--explain")
            { Description = "Explain the views and the programs behind them; connects to no host" };
        var command = new Command("inspect",
            "Show the hosts' bridges, ports, tunnels, flows, routes and Docker networks; read-only") { view, explain };
        command.SetAction(async (parsed, stop) =>
        {
            var library = ViewLibrary.Default();
            IReadOnlyList<HostView> views = parsed.GetValue(view) is { } id ? [library.Find(id)] : library.All();
            var printer = new InspectPrinter(Console.Out, Colours.For(parsed, Console.IsOutputRedirected),
                GlobalOptions.LanguageOf(parsed));
            if (!parsed.GetValue(explain)) return await InspectAsync(parsed, views, printer, stop);
            var components = library.Components();
            if (parsed.GetValue(GlobalOptions.Json))
                Console.Out.WriteLine(new JsonArray([.. views.Select(InspectPrinter.Explained)]).ToJsonString());
            else foreach (var each in views) printer.Explain(each, components);
            return 0;
        });
        return command;
    }

    private static async Task<int> InspectAsync(ParseResult parsed, IReadOnlyList<HostView> views,
        InspectPrinter printer, CancellationToken stop)
    {
        var hosts = GlobalOptions.ReadInventory(parsed).Hosts;
        await using var inspector = Inspector.Of(hosts, RunSession.Ssh, parsed.GetValue(GlobalOptions.Forks));
        var looks = await inspector.InspectAsync([.. hosts.Select(h => h.Name)], views, stop);
        var tables = views
            .Select((view, i) => (View: view, Hosts: (IReadOnlyList<HostTable>)[.. looks.Select(l => l[i])])).ToList();
        if (parsed.GetValue(GlobalOptions.Json))
            Console.Out.WriteLine(
                new JsonArray([.. tables.Select(t => InspectPrinter.Json(t.View, t.Hosts))]).ToJsonString());
        else
            foreach (var table in tables)
                printer.Print(table.View, table.Hosts, parsed.GetValue(GlobalOptions.Verbose));
        return looks.SelectMany(l => l).Where(t => t.Failure is not null).Select(t => (int)t.Failure!.Kind)
            .DefaultIfEmpty(0).Max();
    }
}
