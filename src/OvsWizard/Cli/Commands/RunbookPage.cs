using System.Text;
using OvsWizard.Runbooks;
using OvsWizard.Texts;

namespace OvsWizard.Cli.Commands;

/// <summary>A runbook as a page to read before it is run.</summary>
internal sealed class RunbookPage(Runbook runbook, Language language)
{
    private readonly StringBuilder _page = new();

    public override string ToString()
    {
        _page.Clear();
        Line($"{runbook.Id} - {In(runbook.Title)}");
        Line();
        Line(In(runbook.Summary));
        Line();
        Line($"{language.Say($"While it runs")}: {In(runbook.Interrupts)}");
        Line($"{language.Say($"Hosts")}: {runbook.MinHosts}+");
        if (runbook.Background is { } background)
        {
            Heading(language.Say($"Background"));
            foreach (var line in In(background).TrimEnd('\n').Split('\n')) Line(line.Length == 0 ? "" : $"  {line}");
        }
        if (runbook.Parameters.Count > 0) Heading(language.Say($"Parameters"));
        foreach (var parameter in runbook.Parameters) Show(parameter);
        Heading(language.Say($"Steps"));
        foreach (var (index, step) in runbook.Steps.Index()) Show(index + 1, step);
        return _page.ToString();
    }

    private void Show(Parameter parameter)
    {
        var type = Words.Of(parameter.Type) + (parameter.IsList ? language.Say($" list") : "");
        var scope = parameter.Scope is ParameterScope.Host ? language.Say($", per host") : "";
        var value = parameter.Default is { } given ? $"{language.Say($", default ")}{given.Source}"
            : parameter.Optional ? language.Say($", optional")
            : language.Say($", required");
        Line($"  {parameter.Name}  ({type}{scope}{value})");
        Line($"      {In(parameter.Help)}");
        foreach (var choice in parameter.Choices) Line($"      {choice.Value}: {In(choice.Help)}");
    }

    private void Show(int number, Step step)
    {
        Line($"  {number}. {In(step.Title)}  [{step.Id}]");
        Line($"     {In(step.Why)}");
        if (step.IsPreflight) Line($"     {language.Say($"Before anything is changed on any host.")}");
        if (step.Place is not StepPlace.EveryHost)
            Field("where", $"{Words.Of(step.Place)} {step.On?.Source}".TrimEnd());
        Field("when", step.When?.Source);
        if (step.Risk.Level > RiskLevel.Low) Field("risk", $"{Words.Of(step.Risk.Level)}: {In(step.Risk.Interrupts)}");
        Field("file", step.File?.Path.Source);
        Field("content", step.File?.Content.Source);
        Field("apply", step.File?.Apply?.Source);
        Field(Words.Of(step.Kind), step.Transfer?.Files.Source);
        Field("to", step.Transfer?.To.Source);
        Field("prompt", step.Prompt?.In(language).Source);
        Field("check", step.Check?.Source);
        Field("keep", step.Keep?.Source);
        Field("do", step.Do?.Source);
        Field("verify", step.Verify?.Source);
        Field("undo", step.Undo?.Source);
        Field("irreversible", step.Irreversible?.In(language));
        Line();
    }

    /// <summary>A short value beside its name, a longer one below it.</summary>
    private void Field(string name, string? value)
    {
        if (value is null) return;
        var lines = value.TrimEnd('\n').Split('\n');
        if (lines.Length == 1)
        {
            Line($"     {name}: {lines[0]}");
            return;
        }
        Line($"     {name}:");
        foreach (var line in lines) Line(line.Length == 0 ? "" : $"         {line}");
    }

    private void Heading(string text)
    {
        Line();
        Line(text);
        Line();
    }

    private void Line(string text = "") => _page.Append(text).Append('\n');

    private string In(Text text) => text.In(language);

}
