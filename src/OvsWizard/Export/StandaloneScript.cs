using System.Text;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Ssh;
using OvsWizard.Templates;

namespace OvsWizard.Export;

/// <summary>
/// One host's steps as a script that needs nobody to lead it: what a run would send, and a loop in the program's place.
/// Reads no file but those that it carries.
/// </summary>
public sealed class StandaloneScript(Plan plan, Language language)
{
    private static readonly string Loop = ExportResource.Read("script.sh") + "\n" + ExportResource.Read("step.sh");

    private readonly IReadOnlyDictionary<int, int> numbers = Stage.NumbersOf(plan);
    private readonly string name = NameOf(plan);
    private readonly LocalFiles files = new();

    /// <summary>Name under which a host keeps the plan's before-images; equal plans have equal names.</summary>
    public static string NameOf(Plan plan) => $"{plan.Runbook}-{RunFolder.HashOf(plan)[..12]}";

    /// <exception cref="Failure">Input: a file that the host's script carries is not on this machine any
    /// more.</exception>
    public ExportedFile FileOf(HostPlan host, string path)
    {
        var carried = host.Steps.SelectMany(s => s.Transfer?.Files ?? [])
            .Distinct().Select(f => new CarriedFile(f, SumOf(f))).ToList();
        return new(path, Of(host, carried), IsProgram: true) { Carries = carried.Count > 0 ? carried : null };
    }

    private string Of(HostPlan host, IEnumerable<CarriedFile> carried)
    {
        var script = new StringBuilder();
        script.Append("#!/bin/sh\n");
        script.Append(
            $"# {Line(plan.Title.In(language))}: {Line(host.Host)}. Made by ovswizard {Product.Version} from {plan.Runbook} version {plan.Version}.\n");
        script.Append(
            "# 'sh FILE --help' says how to use it. The functions come first, then this host's steps, then what carries them out.\n");
        script.Append("# What stands in quotes expands where it is run; variables are set through eval.\n");
        script.Append("# shellcheck disable=SC1003,SC2016,SC2034,SC2154,SC2317,SC2329\n\n");
        script.Append("# It reads itself: its functions, and the files that it carries.\n");
        script.Append(
            "[ -f \"$0\" ] || { echo 'this script must be a file: cat >FILE, then sh FILE apply' >&2; exit 2; }\n");
        script.Append(
            "# Every process of this session carries a mark, so that it can be ended when this is begun again.\n");
        script.Append(
            "[ -n \"${OVSW_MARK-}\" ] || OVSW_MARK=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \\n') exec \"$(readlink -f \"/proc/$$/exe\")\" \"$0\" \"$@\"\n");
        script.Append(
            "# What the shell itself says begins with the one token, what the scripts of steps say with the other.\n");
        script.Append("script_token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')\n");
        script.Append("ovsw_token=${script_token%????????????????} script_token=${script_token#????????????????}\n");
        script.Append($"OVSW_RUN={name} OVSW_HOST={ShellQuote.Quote(host.Host)} OVSW_PUBLISHED=\n");
        script.Append("OVSW_STATE=${OVSW_FOLDER-" + HostPaths.Default.State
            + "}/$OVSW_RUN script_lock_path=${OVSW_LOCK-" + HostPaths.Default.Lock + "}\n");
        script.Append(
            $"OVSW_PEERS={ShellQuote.Quote(string.Join(' ', plan.Hosts.Where(h => h.Host != host.Host).Select(h => h.Address)))}\n");
        script.Append(
            $"OVSW_LOCAL={ShellQuote.Quote(string.Join('\n', carried.Select(f => $"{f.Sum} {Path.GetFileName(f.Path)}")))}\n");
        script.Append(
            $"OVSW_SECRETS={ShellQuote.Quote(string.Join(' ', host.Secrets.Keys.Select(name => new Secret(name).Variable).Select(v => $"{v} {v}_json")))}\n");
        script.Append("export OVSW_MARK OVSW_STATE LC_ALL\n");
        script.Append("# What runs apart from this session is handed the functions as a text.\n");
        script.Append("OVSW_LIBRARY=$(sed -n '/^#>>> functions$/,/^#<<< functions$/p' \"$0\")\n\n");
        script.Append("#>>> functions\n").Append(HostScript.Vocabulary).Append(plan.Functions)
            .Append("\n#<<< functions\n\n");
        script.Append(Loop);
        script.Append($"\n# --- the steps {new string('-', 103)}\n\nscript_all='' script_count={numbers.Count}\n");
        for (var i = 0; i < host.Steps.Count; i++) Append(script, i, host.Steps[i]);
        AppendExplanations(script, host.Steps, [.. plan.Failures ?? ShellModule.NoFailures, .. VocabularyFailures.All]);
        return script.Append("\nscript_main \"$@\"\n").ToString();
    }

    private void Append(StringBuilder script, int i, PlannedStep step)
    {
        var number = numbers[step.Order];
        script.Append(
            $"\n# [{number:00}/{numbers.Count}] {Line(step.Title.In(language))}\n# {Line(step.Why.In(language))}\n");
        script.Append(HostScript.Define(i, step, step.Risk.Level is RiskLevel.Lockout ? 1 : null, Arrives(step)));
        var note = step.Prompt ?? step.Irreversible;
        string[] about = [$"{i}", $"{number}", KindOf(step), $"{step.TimeoutSeconds}",
            step.AfterPeers && plan.Hosts.Count > 1 ? "1" : "", string.Join(' ', step.Touches), step.Title.In(language),
            note?.In(language) ?? ""];
        script.Append($"script_about {string.Join(' ', about.Select(ShellQuote.Quote))}\n");
    }

    /// <summary>What the program sends otherwise comes out of the script.</summary>
    private static string Arrives(PlannedStep step) => step is { Kind: StepKind.Send, Transfer: { } transfer }
        ? $"script_unpack {string.Join(' ', transfer.Files.Select(f => Path.GetFileName(f)).Prepend(transfer.To).Select(ShellQuote.Quote))}\n"
        : "";

    private string SumOf(string path) => files.SumOf(path)
        ?? throw new Failure(FailureKind.Input, $"{path} cannot be read",
            $"the scripts of {plan.Runbook} carry it to the hosts", $"check that the file exists, then export again");

    /// <summary>What a step says itself comes before what holds of all.</summary>
    private void AppendExplanations(StringBuilder script, IReadOnlyList<PlannedStep> steps,
        IReadOnlyList<KeyValuePair<string, Explanation>> failures)
    {
        script.Append(
            "\n# script_explain STEP FAILURE: what the failure of a step means, by its name or by its status.\nscript_explain() {\n  case $1:$2 in\n");
        var ofSteps = steps.Index().SelectMany(s => s.Item.Explain.Select(e => ($"{s.Index}:{e.Key}", e.Value)));
        foreach (var (pattern, said) in ofSteps.Concat(failures.Select(f => ($"*:{f.Key}", f.Value))))
            script.Append(
                $"    {pattern})\n      script_why={ShellQuote.Quote(said.Why.In(language))}\n      script_now={ShellQuote.Quote(said.Now.In(language))} ;;\n");
        script.Append("    *) ;;\n  esac\n}\n");
    }

    private static string KindOf(PlannedStep step) => step switch
    {
        { IsPreflight: true } => "preflight",
        { Kind: StepKind.Confirm } => "confirm",
        { Kind: StepKind.Reboot } => "reboot",
        { Kind: StepKind.Fetch } => "fetch",
        { OnlyAsserts: true } => "assert",
        _ => "change",
    };

    /// <summary>Text for a comment.</summary>
    private static string Line(string text) => Texts.Printable.Of(text).Replace('\n', ' ').Replace('\t', ' ');
}
