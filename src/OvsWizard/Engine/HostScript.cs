using System.Text;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Templates;

namespace OvsWizard.Engine;

/// <summary>Puts steps into the words of <c>prelude.sh</c>. Pure.</summary>
public static class HostScript
{
    private static readonly Lazy<string> Prelude = new(() =>
        $"{Resource("prelude.sh")}ovsw_json_merge={ShellQuote.Quote(Resource("json-merge.awk"))}\n");

    /// <summary>What a shell is given first.</summary>
    /// <param name="state">Folder on the host that keeps the run's before-images.</param>
    public static string Opening(string mark, string host, string state, string functions) =>
        $"OVSW_MARK={ShellQuote.Quote(mark)} OVSW_HOST={ShellQuote.Quote(host)} OVSW_STATE={ShellQuote.Quote(state)} OVSW_PUBLISHED=\n{Prelude.Value}{functions}\n";

    /// <summary>Steps to be done one after the other until one fails; the shell says idle at the end.</summary>
    public static string ToRun(IEnumerable<PlannedStep> steps) => Join(steps, step =>
        Call("ovsw_step", step.Key, OnlyLooks(step) ? "" : CheckOf(step), DoOf(step), VerifyOf(step)));

    /// <summary>Steps to be looked at only; drift in one does not keep the others from being looked at.</summary>
    public static string ToLook(IEnumerable<PlannedStep> steps) => Join(steps, step =>
        Call("ovsw_look", step.Key, OnlyLooks(step) ? VerifyOf(step) : CheckOf(step)));

    /// <summary>What the steps before have published, a line each: HOST NAME VALUE.</summary>
    public static string Publish(IEnumerable<Published> values) =>
        $"OVSW_PUBLISHED={ShellQuote.Quote(string.Join('\n', values.Select(v => $"{v.Host} {v.Name} {v.Value}")))}\n";

    private static string Join(IEnumerable<PlannedStep> steps, Func<PlannedStep, string> call)
    {
        var script = new StringBuilder();
        foreach (var step in steps)
        {
            if (step.File is { } file)
                script.Append(Call("ovsw_file", file.Path, file.Content, file.Merge is FileMerge.Json ? "json" : "whole", file.Mode ?? "", file.Owner ?? "", step.Key));
            script.Append(call(step));
        }
        return script.Append("ovsw_say idle\n").ToString();
    }

    /// <summary>There is nothing to do on the host: an assertion, or something outside that the operator has confirmed and the check probes.</summary>
    private static bool OnlyLooks(PlannedStep step) => step.OnlyAsserts || step.Kind is StepKind.Confirm;

    private static string CheckOf(PlannedStep step) =>
        step.Kind is StepKind.File ? $"ovsw_file_check\n{step.Check}" : step.Check ?? "";

    private static string DoOf(PlannedStep step) =>
        step.File is { } file ? $"ovsw_file_apply {ShellQuote.Quote(file.Apply ?? "")}" : step.Do ?? "";

    private static string VerifyOf(PlannedStep step) => step.Verify switch
    {
        null when step.Kind is StepKind.Confirm => step.Check ?? ":",
        null => CheckOf(step),
        { } verify when step.Kind is StepKind.File => $"ovsw_file_check\n{verify}",
        { } verify => verify,
    };

    private static string Call(string function, params IEnumerable<string> arguments) =>
        $"{function} {string.Join(' ', arguments.Select(ShellQuote.Quote))}\n";

    private static string Resource(string name)
    {
        using var stream = typeof(HostScript).Assembly.GetManifestResourceStream($"engine/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
