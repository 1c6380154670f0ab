using OvsWizard.Inventories;
using OvsWizard.Plans;

namespace OvsWizard.Journal;

/// <summary>
/// What a run was asked for, so that resuming it needs no words: its plan is made again from this and compared with the
/// one it began with.
/// </summary>
/// <param name="Inventory">Absolute path of the inventory; of several, one a line.</param>
/// <param name="Runbook">Id of the runbook, or absolute path of its file.</param>
/// <param name="Limit">Names of the hosts, where not all of the inventory were meant; else null.</param>
/// <param name="Answers">What was said about parameters, the weakest first. A secret is named here (env:NAME,
/// file:PATH), never told.</param>
/// <param name="Repairs">Of what was found wrong with what the runbook set up, these steps were to be done alone:
/// HOST:STEP. Else null.</param>
/// <param name="Rest">The batches that come after this run, where it is one of several. Else null.</param>
public sealed record RunRequest(
    string Inventory, string Runbook, IReadOnlyList<string>? Limit, IReadOnlyList<RequestedValue> Answers,
    IReadOnlyList<string>? Repairs = null,
    BatchesLeft? Rest = null)
{
    /// <summary>
    /// What was said, to be said again; about the hosts of this run alone where it is one of several.
    /// </summary>
    public Answers ToAnswers()
    {
        var answers = new Answers();
        foreach (var said in Answers.Where(a => a.Host is null || Limit?.Contains(a.Host) != false))
            answers.Add(said.Host, said.Name, new ParameterValue(said.Value, new SourceLocation("the run's request")));
        return answers;
    }
}

/// <summary>One parameter's value as it was given; for all hosts where none is named.</summary>
public sealed record RequestedValue(string? Host, string Name, string Value);
