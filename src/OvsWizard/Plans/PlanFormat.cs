using OvsWizard.Runbooks;

namespace OvsWizard.Plans;

/// <summary>
/// What kept plans of each format are made of. In every one the functions of the runbook, and the scripts that call
/// them, are kept with the plan, so that a run goes on and is undone with its own whatever becomes of them later; the
/// words of <c>prelude.sh</c> that these call stay as they are.
/// </summary>
public static class PlanFormat
{
    /// <summary>
    /// Steps say what they publish, and what a transfer carries; how a host does it is not in the plan.
    /// </summary>
    public const int Current = 2;

    /// <summary>
    /// In format 1 a transfer was spelt out in the scripts of its step, with these around what the runbook says.
    /// </summary>
    private const string ListBegin = "ovsw_files=$(\n", ListEnd = "\n)\novsw_offer \"$ovsw_files\"";

    /// <summary>
    /// A plan as it was read, in what the program works with. It still says the format it was written in.
    /// </summary>
    public static Plan Understood(Plan plan) => plan.Format >= Current ? plan : plan with
    {
        Hosts = [.. plan.Hosts.Select(h =>
            h with { Steps = [.. h.Steps.Select(s => s.Transfer is { } transfer ? OfFormat1(s, transfer) : s)] })],
    };

    private static PlannedStep OfFormat1(PlannedStep step, PlannedTransfer transfer) => step with
    {
        Transfer = step.Kind is StepKind.Fetch ? transfer with { List = ListOf(step.Check ?? "") } : transfer,
        Check = null,
        Keep = null,
        Do = null,
        Verify = null,
    };

    private static string ListOf(string check) =>
        check.StartsWith(ListBegin, StringComparison.Ordinal) && check.EndsWith(ListEnd, StringComparison.Ordinal)
            ? check[ListBegin.Length..^ListEnd.Length] : check;
}
