using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using OvsWizard.Plans;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Engine;

/// <summary>
/// A host that is none: it hears the words of <c>prelude.sh</c> and answers as a host would on which every step must
/// change something, succeeds, and takes no time. No process, no network.
/// </summary>
/// <param name="latency">Of a round trip.</param>
/// <param name="fails">Steps whose change fails with status 12.</param>
/// <param name="cut">Asked before each word: what happens instead of it.</param>
internal sealed partial class SimulatedHost(HostPlan plan, TimeSpan latency, Func<PlannedStep, bool>? fails = null,
    Func<SimulatedCut>? cut = null) : IHostShell
{
    private readonly Channel<ShellLine> said = Channel.CreateUnbounded<ShellLine>(new() { SingleReader = true });
    private readonly Dictionary<string, PlannedStep> steps = plan.Steps.ToDictionary(s => s.Key);
    private readonly Dictionary<int, PlannedStep> defined = [];
    private readonly List<SimulatedLine> answer = [];
    private bool isStopped, isInStep, isDead;
    private string token = "";

    public string HostName => plan.Host;

    /// <summary>
    /// Makes of what it would say to an order what it says. Without an idle after that the shell has ended.
    /// </summary>
    public Func<IEnumerable<SimulatedLine>, IEnumerable<SimulatedLine>>? Lies { get; init; }

    /// <summary>How often an answer was waited for.</summary>
    public int Trips { get; private set; }

    public int? ExitStatus => null;

    public string? ExitSignal => null;

    [GeneratedRegex(
        @"^(?:ovsw_define \d+ \S+|ovsw_walk \d[\w: +]*|ovsw_go \d[\w: ]*|ovsw_look \d[\w: ]*|ovsw_now \d[\d ]*|ovsw_take_back \d+:\w+|ovsw_stopped=|ovsw_say idle)",
        RegexOptions.Multiline)]
    private static partial Regex Orders();

    [GeneratedRegex("^OVSW_MARK=.* ovsw_token=(\\w+)", RegexOptions.Multiline)]
    private static partial Regex Token();

    public async ValueTask WriteAsync(string script, CancellationToken cancellation)
    {
        // The functions have no order in them.
        if (script.StartsWith("OVSW_LIBRARY=", StringComparison.Ordinal)) return;
        var waits = script.EndsWith("ovsw_say idle\n", StringComparison.Ordinal);
        if (waits) Trips++;
        if (waits && latency > TimeSpan.Zero) await Task.Delay(latency, cancellation);
        answer.Clear();
        if (Token().Match(script) is { Success: true } told) token = told.Groups[1].Value;
        foreach (var match in Orders().EnumerateMatches(script))
        {
            var line = script.AsSpan(match.Index, match.Length).ToString().Split(' ', 3);
            switch (line[0])
            {
                case "ovsw_define" when steps.TryGetValue(line[2].Trim('\''), out var step):
                    defined[int.Parse(line[1], CultureInfo.InvariantCulture)] = step; break;
                case "ovsw_walk": Walk(Words(line)); break;
                case "ovsw_go": Change(Words(line)); break;
                case "ovsw_look": Look(Words(line)); break;
                case "ovsw_now": foreach (var number in Words(line)) SayNow(StepOf(number)); break;
                case "ovsw_take_back": TakeBack(StepOf(line[1])); break;
                case "ovsw_stopped=": isStopped = false; break;
                case "ovsw_say" when line is [_, "idle"]: Say("idle"); break;
            }
        }
        var lines = Lies?.Invoke([.. answer]).ToList() ?? answer;
        foreach (var (by, words) in lines)
            said.Writer.TryWrite(new ShellLine(false, by is null ? words : $"\u001e{by} {words}"));
        if (isDead || (Lies is not null && waits && !lines.Contains(new(token, "idle")))) said.Writer.TryComplete();
    }

    public IAsyncEnumerable<ShellLine> ReadAllAsync(CancellationToken cancellation) =>
        said.Reader.ReadAllAsync(cancellation);

    public Task<ExecResult> ExecAsync(string command, string? stdin, TimeSpan timeout,
        CancellationToken cancellation) => Task.FromResult(new ExecResult(0, null, "", ""));

    public Task KillAsync()
    {
        said.Writer.TryComplete();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        said.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    private static string[] Words(string[] line) =>
        string.Join(' ', line.Skip(1)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private PlannedStep StepOf(string turn) =>
        defined[int.Parse(turn.Split(':')[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)];

    private void Walk(string[] turns)
    {
        var kept = false;
        foreach (var turn in turns)
        {
            if (isStopped || (kept && turn[0] != '+')) break;
            var step = StepOf(turn);
            Say($"step {step.Key}");
            if (step.Do is null && step.File is null && step.Transfer is null)
            {
                Say("phase verify");
                if (step.Id == "endpoints")
                    Say($"publish endpoint {plan.Values["container_subnet"].Split('/')[0]}", turn.Split(':')[1]);
                Say("end satisfied 0");
                continue;
            }
            Say("phase check");
            Say($"piece {Convert.ToBase64String(Encoding.UTF8.GetBytes($"# {step.Key} as it was\n"))}");
            Say($"kept {step.Key}");
            kept = true;
        }
        isStopped |= kept;
    }

    private void Change(string[] turns)
    {
        isStopped = false;
        foreach (var step in turns.Select(StepOf))
        {
            if (isStopped)
            {
                Say($"spared {step.Key}");
                continue;
            }
            Say($"step {step.Key}");
            Change(step);
        }
    }

    private void Change(PlannedStep step)
    {
        Say("phase do");
        if (fails?.Invoke(step) == true)
        {
            Say("end failed-do 12");
            isStopped = true;
            return;
        }
        Say("phase verify");
        Say("end done 0");
    }

    private void Look(string[] turns)
    {
        foreach (var step in turns.Select(StepOf))
        {
            Say($"step {step.Key}");
            Say("phase check");
            Say("end satisfied 0");
        }
    }

    private void SayNow(PlannedStep step)
    {
        Say($"looks {step.Key}");
        Say($"same {step.Key}");
    }

    private void TakeBack(PlannedStep step)
    {
        Say($"step {step.Key}");
        Say("phase undo");
        Say(fails?.Invoke(step) == true ? "end failed-undo 12" : "end undone 0");
    }

    private void Say(string words, string? by = null)
    {
        var befalls = cut?.Invoke() ?? SimulatedCut.None;
        isDead |= befalls is SimulatedCut.Dies || (befalls is SimulatedCut.Hangs && !isInStep);
        if (isDead || befalls is not SimulatedCut.None) return;
        isInStep = !words.StartsWith("end ", StringComparison.Ordinal)
            && (isInStep || words.StartsWith("step ", StringComparison.Ordinal));
        answer.Add(new(by ?? token, words));
    }
}

/// <summary>What befalls a host in mid-sentence.</summary>
internal enum SimulatedCut
{
    None,

    /// <summary>Its shell ends.</summary>
    Dies,

    /// <summary>It says nothing any more, where it is in a step, which has a limit; else its shell ends.</summary>
    Hangs,
}

/// <summary>A line that a simulated host says.</summary>
/// <param name="By">The token it begins with; null: it is output.</param>
internal sealed record SimulatedLine(string? By, string Words);
