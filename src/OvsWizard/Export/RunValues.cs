using System.Globalization;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Templates;
using OvsWizard.Texts;

namespace OvsWizard.Export;

/// <summary>
/// What a run has come to, as the templates of exports see it: its times, every step's status and output, and the ping
/// matrix. Pure.
/// </summary>
internal static class RunValues
{
    /// <summary>Nothing before a run.</summary>
    public static TemplateValues? Of(RunState? state, Plan plan, Language language) =>
        state is null ? null : new TemplateValues()
            .Set("id", state.Started?.Run)
            .Set("status", (state.Ended?.Status ?? RunStatus.Interrupted).Name(language))
            .Set("begun", Time(state.Started?.At))
            .Set("ended", Time(state.Ended?.At))
            .Set("program", state.Started?.Version)
            .Set("stopped", state.Interruptions.ByHost(language).Select(i => $"{i.Host}: {i.What}"))
            .Set("hosts", plan.Hosts.Select(h => h.Host))
            .Set("rows", PlanRow.Of(plan).Select(row => new TemplateValues()
                .Set("title", row.Title.In(language))
                .Set("id", row.Id)
                .Set("cells", state.Hosts.Select(h => Cell([.. row.On(h.Name).Select(s => h[s.Key])], language)))))
            .Set("outputs", state.Hosts.SelectMany(h =>
                h.Steps.Where(s => s.Result is { Output.Length: > 0 }).Select(s => new TemplateValues()
                    .Set("host", h.Name).Set("step", s.Planned.Key)
                    .Set("output", Printable.Of(Redactor.Clean(s.Result!.Output)).TrimEnd('\n')))))
            .Set("failures", state.Hosts.SelectMany(h => h.Steps.Where(s => s.Result is { Why: not null }).Select(s =>
                $"{h.Name}, {s.Planned.Key}: {s.Result!.Why!.Value.In(language)} {s.Result.Now?.In(language)}")))
            .Set("sizes", state.Pairs.Select(p => $"{p.Bytes}").Distinct())
            .Set("matrix", plan.Hosts.Where(_ => state.Pairs.Count > 0).Select(from => new TemplateValues()
                .Set("host", from.Host)
                .Set("cells", plan.Hosts.Select(to =>
                    Pings([.. state.Pairs.Where(p => p.Host == from.Host && p.Peer == to.Host)], language)))));

    private static string Cell(IReadOnlyList<StepState> steps, Language language)
    {
        if (steps.Count == 0) return "";
        var worst = steps.MaxBy(s => s.Status)!;
        var took = steps.Sum(s => s.Result?.Milliseconds ?? 0) / 1000.0;
        return string.Create(CultureInfo.InvariantCulture, $"{worst.Status.Name(language)} {took:0.00} s");
    }

    /// <summary>The slowest of each size; the worst of several containers counts.</summary>
    private static string Pings(IReadOnlyList<PairProved> pairs, Language language) =>
        pairs.Count == 0 ? "–"
        : pairs.Any(p => !p.Answered) ? language.Say($"lost")
        : string.Join(" / ", pairs.GroupBy(p => p.Bytes).OrderBy(g => g.Key).Select(g => g.MaxBy(Milliseconds)!.Time));

    private static double Milliseconds(PairProved pair) =>
        double.TryParse(pair.Time.Split(' ')[0], CultureInfo.InvariantCulture, out var value) ? value : 0;

    private static string Time(DateTimeOffset? at) =>
        at is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) : "";
}
