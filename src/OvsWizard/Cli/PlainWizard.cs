using OvsWizard.Facts;
using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>
/// The wizard as lines: numbered choices, values to be changed by name, a plan, and a question before it begins. For
/// screen readers, and for terminals that show no screens. An end of input is a no.
/// </summary>
/// <param name="check">Checks the hosts.</param>
/// <param name="colours">Only where the output is a terminal.</param>
internal sealed class PlainWizard(TextReader from, TextWriter to, Language language, Colours colours, IHostCheck check)
{
    /// <summary>The runbook that the operator chooses; null where there is no answer.</summary>
    public Runbook? Choose(IReadOnlyList<Runbook> runbooks)
    {
        Heading(Say($"What do you want to do?"));
        foreach (var (index, runbook) in runbooks.Index())
            to.WriteLine($"{index + 1}. {runbook.Title.In(language)} ({runbook.Id})");
        while (Ask(Say($"Number or name: ")) is { Length: > 0 } answer)
        {
            var chosen = int.TryParse(answer, out var number) ? runbooks.ElementAtOrDefault(number - 1)
                : runbooks.FirstOrDefault(r => r.Id == answer);
            if (chosen is null)
            {
                to.WriteLine(Say($"'{answer}' not found; enter a number from 1 to {runbooks.Count}, or a name."));
                continue;
            }
            to.WriteLine(chosen.Summary.In(language));
            to.WriteLine(Say($"It interrupts: {chosen.Interrupts}"));
            return chosen;
        }
        return null;
    }

    /// <summary>Checks the hosts and tells of them; null where one cannot be worked on.</summary>
    public async Task<IReadOnlyDictionary<string, HostFacts>?> FindFactsAsync(IReadOnlyList<Host> hosts,
        CancellationToken stop)
    {
        Heading(Say($"{hosts.Count} hosts are checked; nothing is changed."));
        var found = await check.RunAsync(hosts, _ => { }, stop);
        foreach (var status in found)
            to.WriteLine(status.Failure is { } failure ? failure.ToString(language)
                : Say(
                    $"{status.Host.Name}: {status.Facts.Os}, Docker {HostFactsText.Docker(status.Facts, language)}, Open vSwitch {HostFactsText.Ovs(status.Facts, language)}"));
        return found.All(f => f.IsFit) ? found.ToDictionary(f => f.Host.Name, f => f.Facts) : null;
    }

    /// <summary>Shows the values and takes changes until they can work; false where the operator gives up.</summary>
    public bool Fill(ParameterForm form)
    {
        Heading(Say($"The values"));
        foreach (var field in form.Fields) Show(form, field);
        while (true)
        {
            if (Refusal(form) is { } refusal) to.WriteLine(colours.Bad(refusal.ToString(language)));
            var answer =
                Ask(form.IsValid ? Say($"Change one (NAME=VALUE), explain one (?NAME), or continue with Enter: ")
                    : Say($"Change one (NAME=VALUE), or explain one (?NAME): "));
            if (answer is null) return false;
            if (answer.Length == 0 && form.IsValid) return true;
            if (answer.Length > 0) Take(form, answer);
        }
    }

    /// <summary>Shows the plan, and asks whether to begin, and with how many hosts at a time.</summary>
    /// <param name="batchesOf">The batches for sizes as given; for null all hosts at once.</param>
    /// <returns>What to begin with; null where the operator does not want to.</returns>
    public BatchesLeft? AsksToBegin(Plan plan, Func<string?, BatchesLeft> batchesOf)
    {
        Heading(Say($"The plan"));
        new PlanPrinter(to, colours, language, whole: false, drawn: false).Print(plan);
        to.WriteLine();
        to.WriteLine(Say($"Every host is checked first; before the first one is changed you are asked again."));
        if (plan.Hosts.Count > 2)
            to.WriteLine(
                Say(
                    $"Batch sizes can be entered instead of yes, such as 1,5,25%: each batch is tested before the next starts."));
        while (Ask(Say($"Begin? [y/N] ")) is { } answer)
        {
            if (Reply.YesOrNo(answer) is { } agreed) return agreed ? batchesOf(null) : null;
            if (!char.IsAsciiDigit(answer[0]))
            {
                to.WriteLine(Say($"answer y (yes) or n (no); Enter is no"));
                continue;
            }
            try
            {
                return batchesOf(answer);
            }
            catch (Failure failure)
            {
                to.WriteLine(colours.Bad(failure.ToString(language)));
            }
        }
        return null;
    }

    private static Failure? Refusal(ParameterForm form) => form.Wrong?.Refusal ?? form.Refusal;

    private void Take(ParameterForm form, string answer)
    {
        var asks = answer[0] == '?';
        var (key, value) = answer.TrimStart('?').Split('=', 2) is [var name, var text] ? (name.Trim(), text.Trim())
            : (answer.TrimStart('?').Trim(), null);
        var fields = form.Fields.Where(f => f.Key == key || f.Parameter.Name == key).ToList();
        if (fields.Count == 0)
        {
            to.WriteLine(Nearest.Of(key, [.. form.Fields.Select(f => f.Key)]) is { } near
                ? Say($"Value '{key}' not found; did you mean '{near}'?") : Say($"Value '{key}' not found."));
            return;
        }
        if (asks || value is null)
        {
            to.WriteLine(fields[0].Parameter.Help.In(language));
            foreach (var choice in fields[0].Parameter.Choices)
                to.WriteLine($"  {choice.Value}: {choice.Help.In(language)}");
        }
        else
        {
            foreach (var field in fields) form.Set(field.Parameter.Name, field.Host, value);
        }
        foreach (var field in fields) Show(form, form[field.Parameter.Name, field.Host]);
    }

    private void Show(ParameterForm form, FormField field)
    {
        var value = field.Text.Length > 0 ? field.Text : form.ValueOf(field) is { Length: > 0 } derived ? derived
            : Say($"(empty)");
        to.WriteLine($"{field.Key} = {value}");
    }

    private void Heading(string text)
    {
        to.WriteLine();
        to.WriteLine(colours.Strong(text));
    }

    private string? Ask(string question)
    {
        to.Write(question);
        to.Flush();
        return from.ReadLine()?.Trim();
    }

    private string Say(FormattableString text) => language.Say(text);
}
