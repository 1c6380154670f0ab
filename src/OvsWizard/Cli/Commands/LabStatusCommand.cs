using System.CommandLine;
using System.Text.Json.Nodes;
using OvsWizard.Lab;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard lab status</c>: which hosts there are, and which of them run.</summary>
public static class LabStatusCommand
{
    public static Command Create(Func<ParseResult, PracticeLab> open)
    {
        var command = new Command("status", "Which hosts there are, and which of them run");
        command.SetAction(async parsed =>
        {
            var lab = open(parsed);
            await Console.Out.WriteLineAsync(parsed.GetValue(GlobalOptions.Json) ? Json(lab).ToJsonString() : Words(lab));
        });
        return command;
    }

    private static string Words(PracticeLab lab)
    {
        if (lab.State is not { } state) return $"there is no lab '{lab.Name}'";
        var hosts = state.Hosts.Select(host => $"{host.Name}  {host.Management,-15}  {host.UnderlayIn(state.Scene),-15}  {(lab.IsRunning(host) ? "running" : "off")}");
        return string.Join('\n', hosts.Append($"L3 switch: {(lab.HasRouter ? "on" : "off")}"));
    }

    private static JsonObject Json(PracticeLab lab)
    {
        var state = lab.State;
        var hosts = (state?.Hosts ?? []).Select(host => (JsonNode)new JsonObject
        {
            ["name"] = host.Name,
            ["address"] = host.Management,
            ["underlay"] = host.UnderlayIn(state!.Scene),
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
