using OvsWizard.Diagnosis;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Runbooks;
using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Diagnosis;

/// <summary>What looks add up to.</summary>
public sealed class FindingTests
{
    private static readonly Probe Link = Probe("link", Likelihood.Certain, afterPeers: false);
    private static readonly Probe Ping = Probe("ping", Likelihood.Likely, afterPeers: true, "link");
    private static readonly Probe Unit = Probe("unit", Likelihood.Certain, afterPeers: false);

    [Fact]
    public void Nothing_is_found_where_all_holds() => Assert.Equal("", Found(""));

    [Fact]
    public void A_cause_stands_before_what_follows_from_it_on_whichever_host() =>
        Assert.Equal("b:link, a:ping<b:link, b:ping<b:link", Found("a:ping b:ping b:link"));

    [Fact]
    public void A_look_at_one_host_is_not_explained_by_another() =>
        Assert.Equal("a:unit, b:link", Found("a:unit b:link"), ignoreCase: false);

    [Fact]
    public void The_surer_stands_first() => Assert.Equal("b:unit, a:ping", Found("a:ping b:unit"));

    private static string Found(string wrong)
    {
        var plan = PlanOf.Hosts("a b", PlanOf.Proof("unit", 0, "x"), PlanOf.Proof("link", 1, "x"),
            PlanOf.Proof("ping", 2, "x"));
        var state = new RunState(plan);
        foreach (var host in plan.Hosts)
            foreach (var step in host.Steps)
            {
                state.Apply(new StepPhase(host.Host, step.Id, "check"));
                var holds = !wrong.Split(' ').Contains($"{host.Host}:{step.Id}");
                state.Apply(new StepEnded(host.Host, step.Id, holds ? StepStatus.Satisfied : StepStatus.Drifted,
                    holds ? 0 : 10, 1, "seen", null, null));
            }
        return string.Join(", ", Finding.Of([Unit, Link, Ping], state).Select(Name));
    }

    private static string Name(Finding finding) =>
        $"{finding.Host}:{finding.Probe.Step.Id}{(finding.ExplainedBy is { } cause ? $"<{cause.Host}:{cause.Probe.Step.Id}" : "")}";

    private static Probe Probe(string id, Likelihood likelihood, bool afterPeers, params string[] causes)
    {
        var text = new Text(id, id);
        var step = new Step(id, StepKind.Command, text, text, StepPlace.EveryHost, null, afterPeers, false, false,
            null, null, null, null, null, null, null, null,
            new Risk(RiskLevel.None, default), TimeSpan.FromSeconds(1), null, null, null,
            [], new Dictionary<string, Explanation>(), new SourceLocation("test"));
        return new Probe(step, Layer.Host, [], afterPeers, causes, new Dictionary<string, Reading>(),
            new Reading(text, text, text, likelihood, null));
    }
}
