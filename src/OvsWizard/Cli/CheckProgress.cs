using System.Diagnostics;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>
/// In a terminal, one line that tells how far a check of the hosts has come and for how long it goes on; cleared at its
/// end.
/// </summary>
internal sealed class CheckProgress : IDisposable
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private readonly Timer? ticker;
    private readonly int all;
    private int looked;
    private readonly Language language;
    private string doing;

    public CheckProgress(Plan plan, Language language, bool shown)
    {
        (this.language, doing) = (language, language.Say($"connecting"));
        all = plan.StepCount;
        if (shown)
            ticker = new Timer(_ => Tick(), null, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
    }

    public void See(RunEvent happened)
    {
        lock (gate)
            switch (happened)
            {
                case StepPhase e: doing = language.Say($"{e.Step} on {e.Host}"); break;
                case StepEnded: looked++; break;
            }
    }

    public void Dispose()
    {
        if (ticker is null) return;
        ticker.Dispose();
        lock (gate) Console.Error.Write(PrintableWriter.ClearLine);
    }

    private void Tick()
    {
        var line = language.Say($"{looked} of {all} checks, {watch.Elapsed.TotalSeconds:0.0} s: {doing}");
        lock (gate)
            Console.Error.Write($"{PrintableWriter.ClearLine}{Columns.Cut($"  {line}", WrappingWriter.Width - 1)}");
    }
}
