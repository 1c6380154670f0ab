using System.Collections.Concurrent;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>What all hosts of one run share: how it is to be done, and what its steps have published.</summary>
/// <param name="LooksOnly">verify: nothing is changed.</param>
/// <param name="Ask">Asked once for each gate; false ends the run before the step.</param>
internal sealed record RunOrder(string Mark, string StateFolder, string Functions, bool LooksOnly, bool StepByStep, Func<SegmentGate, PlannedStep, Task<bool>> Ask)
{
    private readonly ConcurrentDictionary<int, Lazy<Task<bool>>> answers = new();
    private readonly ConcurrentQueue<Published> published = new();

    public IEnumerable<Published> Published => published;

    public void Publish(Published value) => published.Enqueue(value);

    /// <summary>The operator's answer before <paramref name="first"/>: the host that comes first asks, the others wait for the same answer.</summary>
    public Task<bool> AskAsync(SegmentGate gate, PlannedStep first) =>
        answers.GetOrAdd(first.Order, _ => new(() => Ask(gate, first))).Value;
}
