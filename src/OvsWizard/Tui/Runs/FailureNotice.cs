using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Texts;

namespace OvsWizard.Tui.Runs;

/// <summary>
/// A step that failed or a host that was lost, told whole: what, where, the end of the output, the probable cause, and
/// what can be done.
/// </summary>
public sealed record FailureNotice(string Host, PlannedStep? Step, StepEnded? Result, HostLost? Lost)
{
    private const int OutputLines = 8;

    /// <summary>The choices in the order of <see cref="Asked"/>.</summary>
    public Question Ask(Language language)
    {
        List<Answer> answers =
        [
            new(new('r'), Lost is null ? language.Say($"retry") : language.Say($"connect again")),
            new(new('s'), language.Say($"stop this host")),
        ];
        // Before the first change there is nothing to roll back, and a host that is not fit is not to be changed.
        if (Step is not { IsPreflight: true }) answers.Add(new(new('b'), language.Say($"roll back the run")));
        if (Step is { IsPreflight: false }) answers.Add(new(new('k'), language.Say($"skip")));
        return new Question(Step is null || Lost is not null ? language.Say($"{Host} was lost")
            : language.Say($"{Step.Id} failed on {Host}"), Tell(language), answers);
    }

    public IReadOnlyList<Line> Tell(Language language)
    {
        var lines = new List<Line>();
        if (Lost?.In(language) is { } lost)
        {
            lines.Add(new Line($"{Host}: {lost.What}", Tone.Bad));
            Because(lost.Why, lost.Now);
        }
        if (Step is not null)
            lines.Add(new Line { { Step.Title.In(language), Tone.Strong }, ": ", { StatusOf(language), Tone.Bad } });
        if (Result is not null)
        {
            Because(Result.Why?.In(language), Result.Now?.In(language));
            var output = Result.Output.TrimEnd('\n').Split('\n').Where(l => l.Length > 0)
                .TakeLast(OutputLines).ToList();
            lines.Add(output.Count > 0 ? new Line(language.Say($"The end of what it printed:"), Tone.Dim)
                : new Line(language.Say($"It printed nothing."), Tone.Dim));
            lines.AddRange(output.Select(line => new Line($"  {line}")));
        }
        return lines;

        void Because(string? why, string? now)
        {
            if (why is not null) lines.Add(new Line { { language.Say($"why: "), Tone.Dim }, why });
            if (now is not null) lines.Add(new Line { { language.Say($"fix: "), Tone.Dim }, now });
        }
    }

    private string StatusOf(Language language) => Result switch
    {
        { Status: StepStatus.Failed, ExitStatus: { } exit } => language.Say($"failed with exit status {exit}"),
        { } result => result.Status.Name(language),
        null => language.Say($"under way when the host was lost"),
    };
}
