using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Engine;

/// <summary>What the end of a step means, for people.</summary>
/// <param name="guardLimit">Seconds that a timed undo waits.</param>
internal sealed class FailureMeaning(Plan plan, int guardLimit)
{
    /// <summary>The exit status of <c>fail NAME</c>; see prelude.sh.</summary>
    public const int Named = 120;

    /// <param name="result">As the host says it: failed-do, failed-guard, drifted …</param>
    /// <param name="reason">The name that the script gave to its failure; null where it gave none.</param>
    /// <returns>Null where the plan says nothing.</returns>
    public Explanation? Of(PlannedStep step, string result, int exit, string? reason) => result is "failed-guard"
        ? Guard(exit)
        : plan.Explain(step, reason, exit) ?? VocabularyFailures.All.GetValueOrDefault(reason ?? "");

    private Explanation Guard(int exit) => exit is 9
        ? new(
            new Text(
                $"no fresh login found it well within {guardLimit} s, so the host put itself back as it was",
                $"{guardLimit} 秒内没有新的登录确认，主机已自行恢复原状"),
            new Text("look at the values of this step, then: ovswizard resume", "请检查该步骤的参数，然后运行 ovswizard resume"))
        : new(
            new Text("the timed undo could not be armed, so nothing was changed", "无法设置定时撤销，因此未作任何更改"),
            new Text("systemd-run must work on this host; its message is above", "该主机上必须能使用 systemd-run；其报错见上"));
}
