using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>What a host is asked to do with a step.</summary>
internal enum TurnKind
{
    /// <summary>To see whether it holds; to change nothing.</summary>
    Check,

    /// <summary>To see whether it holds, and where it does not, to keep its before-image.</summary>
    Walk,

    /// <summary>To make the change, whose before-image is safe.</summary>
    Go,

    /// <summary>To see whether a change that was made by other means has worked.</summary>
    Prove,

    /// <summary>To see, from a fresh login, whether a guarded change has worked.</summary>
    Confirm,

    /// <summary>To put back what it changed.</summary>
    Undo,
}

/// <summary>One step's turn in an order, and what may come in it.</summary>
/// <param name="number">Of the step on its host.</param>
/// <param name="token">Made for this turn: what the step's scripts say carries it, and what anybody else prints does
/// not.</param>
internal sealed class Turn(PlannedStep step, TurnKind kind, int number, string token)
{
    /// <summary>
    /// Characters that the scripts of a step may say in one turn: what they publish, ping and remark is held in memory.
    /// </summary>
    private const int MostSaid = 1024 * 1024;

    /// <summary>What one more word takes besides its characters.</summary>
    private const int Overhead = 64;

    /// <summary>Characters that the name of a failure may have.</summary>
    private const int LongestName = 100;

    private string phase = "";
    private int begun, said;

    public PlannedStep Step => step;
    public TurnKind Kind => kind;
    public int Number => number;
    public string Token => token;

    /// <summary>How the shell is told of it.</summary>
    public string Word => $"{number}:{token}";

    /// <summary>The host has told how it ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The host has told its before-image.</summary>
    public bool IsKept { get; private set; }

    /// <summary>check, do, verify or undo; empty before the first.</summary>
    public string Phase => phase;

    /// <summary>The name that the script of the phase has given to its failure; null: none.</summary>
    public string? Reason { get; private set; }

    /// <summary>The host is looking whether the step holds already.</summary>
    public bool IsChecking => phase is "check";

    /// <returns>False where it has begun before: once only, and once more where what was kept may not have reached the
    /// disk.</returns>
    public bool Begins() => ++begun <= (IsKept ? 2 : 1);

    /// <returns>False where the phase cannot come now.</returns>
    public bool Enters(string next)
    {
        var may = (kind, phase, next) is
            (TurnKind.Check, "", "check") or
            (TurnKind.Walk, "", "check") or (TurnKind.Walk, "" or "check", "verify") or
            (TurnKind.Go, "", "do") or (TurnKind.Go, "do", "verify") or
            (TurnKind.Prove or TurnKind.Confirm, "", "verify") or
            (TurnKind.Undo, "", "undo");
        if (!may || HasEnded || IsKept) return false;
        (phase, Reason) = (next, null);
        return true;
    }

    /// <returns>False where there can be no before-image now.</returns>
    public bool MayTellImage => kind is TurnKind.Walk && phase is "" or "check" && !HasEnded && !IsKept;

    /// <returns>False where the before-image cannot be kept now.</returns>
    public bool Keeps() => MayTellImage && (IsKept = true);

    /// <returns>False where a failure cannot be called so.</returns>
    public bool Fails(string name)
    {
        if (name.Length is 0 or > LongestName
            || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-')) return false;
        Reason = name;
        return true;
    }

    /// <returns>False where it cannot have ended so.</returns>
    public bool Ends(string result)
    {
        var may = (kind, phase, result) is
            (TurnKind.Check, "check", "satisfied" or "drifted") or
            (TurnKind.Walk, "check" or "verify", "satisfied" or "done") or (TurnKind.Walk, "" or "check", "later") or
            (TurnKind.Go or TurnKind.Prove or TurnKind.Confirm, "verify", "done" or "failed-verify")
            or (TurnKind.Walk, "verify", "failed-verify") or
            (TurnKind.Walk, "" or "check", "failed-keep") or (TurnKind.Go, "", "failed-keep")
            or (TurnKind.Walk or TurnKind.Confirm, "", "failed-do") or (TurnKind.Go, "do", "failed-do") or
            (TurnKind.Walk or TurnKind.Confirm, _, "failed-guard") or (TurnKind.Go, "", "failed-guard") or
            (TurnKind.Undo, "undo", "undone" or "failed-undo");
        // What was kept may yet fail to reach the disk; then its change is not made.
        if (!may || HasEnded || (IsKept && result is not "failed-keep")) return false;
        return HasEnded = true;
    }

    /// <param name="result">As the host says it.</param>
    public static StepStatus StatusOf(string result) => result switch
    {
        "satisfied" => StepStatus.Satisfied,
        "done" => StepStatus.Done,
        "drifted" => StepStatus.Drifted,
        "undone" => StepStatus.Undone,
        "failed-undo" => StepStatus.UndoFailed,
        "later" => StepStatus.Pending,
        _ => StepStatus.Failed,
    };

    /// <returns>False where a guarded change cannot have come so far.</returns>
    public bool IsGuardedIn(string where) => kind is TurnKind.Go && phase == where && !HasEnded;

    /// <summary>The change was made, apart from the session; or the step was not begun after all.</summary>
    public void Leave() => HasEnded = true;

    /// <returns>False where its scripts say more than a step can have to say.</returns>
    public bool Hears(int characters) => (said += characters + Overhead) <= MostSaid;
}
