using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using OvsWizard.Plans;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Engine;

/// <summary>
/// A host that is none: it hears the words of <c>prelude.sh</c> and answers as a host would on which every step must change something, succeeds,
/// and takes no time. No process, no network.
/// </summary>
/// <param name="latency">Of a round trip.</param>
/// <param name="fails">Steps whose change fails with status 12.</param>
/// <param name="cut">Asked before each word: what happens instead of it.</param>
internal sealed partial class SimulatedHost(HostPlan plan, string mark, TimeSpan latency, Func<PlannedStep, bool>? fails = null, Func<SimulatedCut>? cut = null) : IHostShell
{
    private readonly Channel<ShellLine> said = Channel.CreateUnbounded<ShellLine>(new() { SingleReader = true });
    private readonly Dictionary<string, PlannedStep> steps = plan.Steps.ToDictionary(s => s.Key);
    private readonly Dictionary<int, PlannedStep> defined = [];
    private bool isStopped, isInStep;

    public string HostName => plan.Host;

    /// <summary>How often an answer was waited for.</summary>
    public int Trips { get; private set; }

    public int? ExitStatus => null;

    public string? ExitSignal => null;

    [GeneratedRegex(@"^(?:ovsw_define \d+ \S+|ovsw_walk \d[\d +]*|ovsw_go \d[\d ]*|ovsw_look [\d ]+|ovsw_now [\d ]+|ovsw_take_back \d+|ovsw_stopped=|ovsw_say idle)", RegexOptions.Multiline)]
    private static partial Regex Orders();

    public async ValueTask WriteAsync(string script, CancellationToken cancellation)
    {
        // The functions have no order in them.
        if (script.StartsWith("OVSW_LIBRARY=", StringComparison.Ordinal)) return;
        var waits = script.EndsWith("ovsw_say idle\n", StringComparison.Ordinal);
        if (waits) Trips++;
        if (waits && latency > TimeSpan.Zero) await Task.Delay(latency, cancellation);
        foreach (var match in Orders().EnumerateMatches(script))
        {
            var line = script.AsSpan(match.Index, match.Length).ToString().Split(' ', 3);
            switch (line[0])
            {
                case "ovsw_define" when steps.TryGetValue(line[2].Trim('\''), out var step): defined[int.Parse(line[1], CultureInfo.InvariantCulture)] = step; break;
                case "ovsw_walk": Walk(Words(line)); break;
                case "ovsw_go": Change(Words(line)); break;
                case "ovsw_look": Look(Words(line)); break;
                case "ovsw_now": foreach (var number in Words(line)) Say($"same {StepOf(number).Key}"); break;
                case "ovsw_take_back": TakeBack(StepOf(line[1])); break;
                case "ovsw_stopped=": isStopped = false; break;
                case "ovsw_say" when line is [_, "idle"]: Say("idle"); break;
            }
        }
    }

    public IAsyncEnumerable<ShellLine> ReadAllAsync(CancellationToken cancellation) => said.Reader.ReadAllAsync(cancellation);

    public Task<ExecResult> ExecAsync(string command, string? stdin, TimeSpan timeout, CancellationToken cancellation) => Task.FromResult(new ExecResult(0, null, "", ""));

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

    private static string[] Words(string[] line) => string.Join(' ', line.Skip(1)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private PlannedStep StepOf(string number) => defined[int.Parse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)];

    private void Walk(string[] numbers)
    {
        var kept = false;
        foreach (var number in numbers)
        {
            if (isStopped || (kept && number[0] != '+')) break;
            var step = StepOf(number);
            Say($"step {step.Key}");
            if (step.Do is null && step.File is null)
            {
                Say("phase verify");
                if (step.Id == "endpoints") Say($"publish endpoint {plan.Values["container_subnet"].Split('/')[0]}");
                Say("end satisfied 0");
                continue;
            }
            Say("phase check");
            Say($"image {Convert.ToBase64String(Encoding.UTF8.GetBytes($"# {step.Key} as it was\n"))}");
            Say("kept");
            kept = true;
        }
        isStopped |= kept;
    }

    private void Change(string[] numbers)
    {
        isStopped = false;
        foreach (var step in numbers.Select(StepOf))
        {
            if (isStopped)
            {
                Say($"spared {step.Key}");
                continue;
            }
            if (numbers.Length > 1) Say($"step {step.Key}");
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

    private void Look(string[] numbers)
    {
        foreach (var step in numbers.Select(StepOf))
        {
            Say($"step {step.Key}");
            Say("phase check");
            Say("end satisfied 0");
        }
    }

    private void TakeBack(PlannedStep step)
    {
        Say($"step {step.Key}");
        Say("phase undo");
        Say(fails?.Invoke(step) == true ? "end failed-undo 12" : "end undone 0");
    }

    private void Say(string words)
    {
        var befalls = cut?.Invoke() ?? SimulatedCut.None;
        if (befalls is SimulatedCut.Dies || (befalls is SimulatedCut.Hangs && !isInStep)) said.Writer.TryComplete();
        if (befalls is not SimulatedCut.None) return;
        isInStep = !words.StartsWith("end ", StringComparison.Ordinal) && (isInStep || words.StartsWith("step ", StringComparison.Ordinal));
        said.Writer.TryWrite(new ShellLine(false, $"\u001e{mark} {words}"));
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
