using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Texts;
using Terminal.Gui.Input;

namespace OvsWizard.Tui.Runs;

/// <summary>
/// The operator at the screen. What a run asks is made ready on the run's thread and handed to the screen, which asks
/// when it can.
/// </summary>
/// <param name="ask">Hands a question to the screen; from any thread.</param>
public sealed class RunOperator(Action<Asked> ask) : IOperator
{
    /// <summary>What the hosts would have changed when they were last checked; null: that is not known.</summary>
    public PlanRefresh? Preview { get; init; }

    /// <summary>The operator has agreed already, to what the run would ask now.</summary>
    public bool HasAgreed { get; init; }

    /// <summary>The operator has agreed: from here on hosts are changed.</summary>
    public bool IsAgreed { get; private set; }

    public async Task<bool> ConsentAsync(RunState state)
    {
        if (HasAgreed) return IsAgreed = true;
        var notice = ConsentNotice.Of(state) with { Preview = Preview };
        return IsAgreed = await WaitAsync(answer =>
            new Asked(notice.Ask, language => language.Say($"every host meets the prerequisites: change them?"),
                null, null, place => answer(place == 0)), false);
    }

    public Task<bool> NextStepAsync(PlannedStep step) => WaitAsync(answer => new Asked(
        language => new Question(
            step.Prompt is null ? language.Say($"Next: {step.Title}")
                : language.Say($"To be done by you: {step.Title}"),
            [step.Prompt is { } prompt ? prompt.In(language) : step.Why.In(language)],
            [new Answer(Key.Y, step.Prompt is null ? language.Say($"do it") : language.Say($"it is done")),
                new Answer(Key.D, language.Say($"leave here, resume later"))]),
        language => step.Prompt is null ? language.Say($"next: {step.Title}")
            : language.Say($"to be done by you: {step.Title}"),
        null, null, place => answer(place == 0)), false);

    public Task<FailureChoice> FailedAsync(HostState host, StepState? step, HostLost? lost)
    {
        var notice = new FailureNotice(host.Name, step?.Planned, step?.Result, lost);
        return WaitAsync(answer => new Asked(notice.Ask,
            language => step is null || lost is not null ? language.Say($"{notice.Host} was lost")
                : language.Say($"{notice.Step!.Id} failed on {notice.Host}"),
            host.Name, step?.Planned.Key,
            place => answer(place switch
            {
                Asked.Retry => FailureChoice.Retry,
                Asked.Skip => FailureChoice.Skip,
                _ => FailureChoice.Stop,
            }))
        { IsFailure = true }, FailureChoice.Stop);
    }

    private Task<T> WaitAsync<T>(Func<Action<T>, Asked> asked, T left)
    {
        var answered = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var question = asked(answer => answered.TrySetResult(answer));
        ask(question with { Answer = place => Answer(place) });
        return answered.Task;

        void Answer(int place)
        {
            if (place < 0) answered.TrySetResult(left);
            else question.Answer(place);
        }
    }
}
