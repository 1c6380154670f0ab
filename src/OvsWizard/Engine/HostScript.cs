using System.Text;
using System.Text.Encodings.Web;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Templates;

namespace OvsWizard.Engine;

/// <summary>Puts steps into the words of <c>prelude.sh</c>. Pure.</summary>
public static class HostScript
{
    private static readonly string[] Parts =
    [
        "prelude.sh", "files.sh", "transfer.sh", "rollback.sh", "guard.sh", "lock.sh"
    ];

    private static readonly Lazy<string> Library = new(() =>
        $"{string.Concat(Parts.Select(Resource))}ovsw_json_merge={ShellQuote.Quote(Resource("json-merge.awk"))}\n");

    /// <summary>The words that steps and those who lead them speak: functions of sh.</summary>
    public static string Vocabulary => Library.Value;

    /// <summary>
    /// What a shell is given first, the same for all hosts: the functions, in a variable, also for scripts that must
    /// run without this shell.
    /// </summary>
    public static string Functions(string functions) => $"OVSW_LIBRARY={ShellQuote.Quote(Library.Value + functions)}\n";

    /// <summary>What a shell is given after its functions.</summary>
    /// <param name="mark">Every process of the session carries it in its environment.</param>
    /// <param name="token">Begins what the shell itself says; nothing that it starts is told.</param>
    /// <param name="state">Folder on the host that keeps this run's before-images.</param>
    /// <param name="peers">Addresses that must answer after a guarded step if they did before it.</param>
    /// <param name="local">Files of this machine that steps carry: SHA-256 and name.</param>
    public static string Opening(
        string mark, string token, string host, string state, IEnumerable<string>? peers = null,
        IReadOnlyDictionary<string, string>? secrets = null, IEnumerable<string>? local = null)
    {
        var script = new StringBuilder();
        script.Append(
            $"OVSW_MARK={ShellQuote.Quote(mark)} ovsw_token={ShellQuote.Quote(token)} OVSW_HOST={ShellQuote.Quote(host)} OVSW_STATE={ShellQuote.Quote(state)} OVSW_PUBLISHED=\n");
        script.Append($"OVSW_PEERS={ShellQuote.Quote(string.Join(' ', peers ?? []))}\n");
        script.Append($"OVSW_LOCAL={ShellQuote.Quote(string.Join('\n', local ?? []))}\n");
        secrets ??= new Dictionary<string, string>();
        script.Append(
            $"OVSW_SECRETS={ShellQuote.Quote(string.Join(' ', secrets.Keys.Select(variable => $"{variable} {variable}_json")))}\n");
        foreach (var (variable, value) in secrets)
            script.Append($"{variable}={ShellQuote.Quote(value)} {variable}_json={ShellQuote.Quote(InJson(value))}\n");
        return script.Append("export OVSW_MARK OVSW_STATE LC_ALL\neval \"$OVSW_LIBRARY\"\n").ToString();
    }

    /// <summary>
    /// How a secret's value may show in what a host prints: as it is, line by line, and as it stands in JSON.
    /// </summary>
    public static IEnumerable<string> FormsOf(string secret) =>
        [secret, InJson(secret),
            .. secret.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Takes the host for this run; the shell says locked where somebody else has it.</summary>
    public static string Lock(string path, string run, string holder, bool takeOver) =>
        Call("ovsw_lock", path, run, holder, takeOver ? "1" : "");

    /// <summary>
    /// For a session that only looks: what killed ones have left is taken away, unless somebody is at work.
    /// </summary>
    public static string Visit(string lockPath) => Call("ovsw_visit", lockPath);

    /// <summary>Where the session comes in.</summary>
    public static string FindSession() => "ovsw_session\n";

    public static string Idle() => "ovsw_say idle\n";

    /// <summary>The scripts of a step, to be called by its number afterwards.</summary>
    /// <param name="guard">Limit in seconds where the step is guarded.</param>
    /// <param name="arrives">Brings the files of a send step to where they are looked for, where nobody else
    /// does.</param>
    public static string Define(int number, PlannedStep step, int? guard, string arrives = "")
    {
        var file = step.File is { } f
            ? WithSecrets(Call("ovsw_file", f.Path, f.Content, f.Merge is FileMerge.Json ? "json" : "whole",
                f.Mode ?? "", f.Owner ?? "").TrimEnd('\n'), f.Merge)
            : "";
        return Call("ovsw_define", $"{number}", step.Key, OnlyChecks(step) ? "" : CheckOf(step), KeepOf(step),
            $"{arrives}{DoOf(step)}", VerifyOf(step), step.Undo ?? "", $"{guard}", file);
    }

    /// <summary>Steps one after the other until some must change something or one fails.</summary>
    /// <param name="steps">NUMBER:TOKEN of each turn; those that go together with the one before them are marked
    /// so.</param>
    public static string Walk(IEnumerable<(string Turn, bool Together)> steps) =>
        $"ovsw_walk {string.Join(' ', steps.Select(s => s.Together ? $"+{s.Turn}" : s.Turn))}\n";

    /// <summary>The changes of steps whose before-images are safe.</summary>
    public static string Go(params IEnumerable<string> turns) => $"ovsw_go {string.Join(' ', turns)}\n";

    /// <summary>Only the check whether the change worked: the change itself was made by other means.</summary>
    public static string Prove(string turn) => $"ovsw_prove {turn}\n";

    /// <summary>
    /// From a fresh login: is a guarded step's change well? Disarms the timed undo, or has the host put back.
    /// </summary>
    public static string Confirm(string turn) => $"ovsw_take {turn}\novsw_say \"step $ovsw_key\"\novsw_confirm\n";

    /// <summary>After a failure: what follows is to be done all the same.</summary>
    public static string Again() => "ovsw_stopped=\n";

    /// <summary>Steps to be checked only; drift in one does not keep the others from being checked.</summary>
    public static string Check(IEnumerable<string> turns) => $"ovsw_look {string.Join(' ', turns)}\n";

    /// <summary>
    /// The same of a run's steps, which are compared with what the run has left in its folder on the host.
    /// </summary>
    public static string CheckAfter(IEnumerable<string> turns, string folder) =>
        $"OVSW_LEFT={ShellQuote.Quote($"{folder}/after")}\n{Check(turns)}";

    /// <summary>
    /// What others have changed since the run has left the steps; of those that hold a secret only that it has changed.
    /// </summary>
    public static string Now(IEnumerable<int> numbers) => $"ovsw_now {string.Join(' ', numbers)}\n";

    /// <summary>Takes a step back.</summary>
    /// <param name="image">What it is to be put back to; null: the before-image that the host keeps.</param>
    /// <param name="merged">The image has what others have made since beside what was there before.</param>
    public static string Undo(string turn, string? image, bool merged = false) =>
        image is null ? $"ovsw_take_back {turn}\n"
            : $"ovsw_take_back {turn} {ShellQuote.Quote(image.TrimEnd('\n'))}{(merged ? " merged" : "")}\n";

    /// <summary>The same, apart from this session, which it may cut.</summary>
    public static string UndoApart(string turn, string? image, bool merged = false) =>
        $"ovsw_take_back_apart{Undo(turn, image, merged)["ovsw_take_back".Length..]}";

    /// <summary>Takes a step back whose change nobody heard begin: only the host knows whether it did.</summary>
    /// <param name="apart">Apart from this session, which it may cut.</param>
    public static string UndoBegun(string turn, bool apart) =>
        $"ovsw_take_back_begun {turn} {(apart ? "ovsw_take_back_apart" : "ovsw_take_back")}\n";

    /// <summary>Leaves nothing of the run on the host.</summary>
    public static string Forget() => "ovsw_forget\n";

    /// <summary>
    /// Removes what steps that were killed may have left: an unfinished file or before-image, and the lock.
    /// </summary>
    public static string Tidy(IReadOnlyList<PlannedStep> steps, string state, string lockPath, string mark)
    {
        var path = ShellQuote.Quote(lockPath);
        var script =
            $"case $(readlink {path}) in *\" {mark} \"*) rm -f {path} ;; esac\nrm -rf {ShellQuote.Quote(state)}/*.part\n";
        foreach (var transfer in steps.Select(s => s.Transfer).OfType<PlannedTransfer>())
            script += string.Concat(transfer.Files.Select(f =>
                $"rm -f {ShellQuote.Quote($"{transfer.To}/.{Path.GetFileName(f)}.ovswizard")}\n"));
        foreach (var file in steps.Select(s => s.File).OfType<PlannedFile>())
            script += $"f=$(readlink -f {ShellQuote.Quote(file.Path)}) && rm -f \"${{f%/*}}/.${{f##*/}}.ovswizard\"\n";
        return script;
    }

    /// <summary>What the steps before have published, a line each: HOST NAME VALUE.</summary>
    public static string Publish(IEnumerable<Published> values) =>
        $"OVSW_PUBLISHED={ShellQuote.Quote(string.Join('\n', values.Select(v => $"{v.Host} {v.Name} {v.Value}")))}\n";

    /// <summary>
    /// There is nothing to do on the host: an assertion, or something outside that the operator has confirmed and the
    /// check probes.
    /// </summary>
    private static bool OnlyChecks(PlannedStep step) =>
        step.OnlyAsserts || step.Kind is StepKind.Confirm or StepKind.Reboot;

    private static string CheckOf(PlannedStep step) => step switch
    {
        { Transfer: { List: { } list } } => $"ovsw_files=$(\n{list}\n)\novsw_offer \"$ovsw_files\"",
        { Transfer: { } transfer } => Carried("ovsw_has", transfer),
        { Kind: StepKind.File } => $"ovsw_file_check\n{step.Check}",
        _ => step.Check ?? "",
    };

    private static string KeepOf(PlannedStep step) => step.Transfer switch
    {
        null => step.Keep ?? "",
        { List: not null } => "echo '# what was fetched stays where it is'",
        { } transfer => Carried("ovsw_keep_sent", transfer),
    };

    private static string DoOf(PlannedStep step) => step switch
    {
        { File: { } file } => $"ovsw_file_apply {ShellQuote.Quote(file.Apply ?? "")}",
        { Transfer: { List: not null } } => ":",
        { Transfer: { } transfer } => Carried("ovsw_receive", transfer),
        _ => step.Do ?? "",
    };

    private static string Carried(string function, PlannedTransfer transfer) =>
        Call(function, transfer.Files.Select(f => Path.GetFileName(f)).Prepend(transfer.To)).TrimEnd('\n');

    private static string VerifyOf(PlannedStep step) => step.Verify switch
    {
        null when step.Transfer?.List is not null => ":",
        null when step.Kind is StepKind.Confirm => step.Check ?? ":",
        null => CheckOf(step),
        { } verify when step.Kind is StepKind.File => $"ovsw_file_check\n{verify}",
        { } verify => verify,
    };

    /// <summary>
    /// A secret's token in a quoted text becomes the variable that holds the value on the host, outside of the quotes.
    /// </summary>
    private static string WithSecrets(string quoted, FileMerge merge)
    {
        var parts = quoted.Split('\u0001');
        if (parts.Length == 1) return quoted;
        for (var i = 1; i < parts.Length; i += 2)
            parts[i] =
                $"'\"${new Secret(parts[i]["secret:".Length..]).Variable}{(merge is FileMerge.Json ? "_json" : "")}\"'";
        return string.Concat(parts);
    }

    private static string InJson(string value) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);

    private static string Call(string function, params IEnumerable<string> arguments) =>
        $"{function} {string.Join(' ', arguments.Select(ShellQuote.Quote))}\n";

    private static string Resource(string name)
    {
        using var stream = typeof(HostScript).Assembly.GetManifestResourceStream($"engine/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
