using System.CommandLine;
using System.Text.Json.Nodes;
using OvsWizard.Lab;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard lab status</c>: which hosts there are, and which of them run.</summary>
public static class LabStatusCommand
{
    public static Command Create(Func<ParseResult, PracticeLab> open)
    {
        var command = new Command("status", "List the hosts, and which of them are running");
        command.SetAction(async parsed =>
        {
            var lab = open(parsed);
            await Console.Out.WriteLineAsync(parsed.GetValue(GlobalOptions.Json) ? Json(lab).ToJsonString()
                : Words(lab));
        });
        return command;
    }

    private static string Words(PracticeLab lab)
    {
        if (lab.State is not { } state) return $"there is no lab '{lab.Name}'";
        string Row(LabHost host)
        {
            var addresses = $"{host.Management,-15}  {host.UnderlayIn(state.Scene),-15}";
            var power = lab.IsRunning(host) ? "running" : "off";
            return $"{host.Name}  {addresses}  {state.DiskOf(host).Kind,-17}  {power}";
        }
        return string.Join('\n', state.Hosts.Select(Row).Append($"L3 switch: {(lab.HasRouter ? "on" : "off")}"));
    }

    private static JsonObject Json(PracticeLab lab)
    {
        var state = lab.State;
        var hosts = (state?.Hosts ?? []).Select(host => (JsonNode)new JsonObject
        {
            ["name"] = host.Name,
            ["address"] = host.Management,
            ["underlay"] = host.UnderlayIn(state!.Scene),
            ["release"] = state.DiskOf(host).Kind.Release,
            ["flavour"] = state.DiskOf(host).Kind.Flavour,
            ["running"] = lab.IsRunning(host),
        });
        return new JsonObject
        {
            ["name"] = lab.Name.Text,
            ["up"] = state is not null,
            ["scene"] = state?.Scene.ToString().ToLowerInvariant(),
            ["make"] = state?.Make.ToString().ToLowerInvariant(),
            ["netns"] = lab.Name.Operator,
            ["router"] = lab.HasRouter,
            ["hosts"] = new JsonArray([.. hosts]),
        };
    }
}
