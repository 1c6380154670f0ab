using OvsWizard.Texts;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui;

/// <summary>Shows a <see cref="Question"/> over the screen and keeps every key to itself until it is answered.</summary>
internal sealed class Dialog : Pane
{
    private const int Widest = 72;
    private readonly Question question;
    private readonly TaskCompletionSource<(int, string)> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Page body;
    private readonly Field? field;
    private readonly List<(int From, int To, Key Key)> clickable = [];

    public Dialog(Wizard wizard, Question question)
    {
        IsRaised = true;
        CanFocus = true;
        this.question = question;
        var inner = Math.Min(Widest, wizard.Viewport.Width - 8);
        var lines = question.Body.Sum(l => l.Wrap(inner - 2).Count());
        var typed = question.AsksText || question.MustType is not null;
        Width = inner + 4;
        Height = Math.Min(lines + (typed ? 6 : 4), wizard.Viewport.Height - 4);
        X = Pos.Center();
        Y = Pos.Center();
        body = new Page { IsRaised = true, Lines = question.Body, X = 2, Y = 1, Width = Dim.Fill(2), Height = Dim.Fill(typed ? 5 : 3), CanFocus = !typed };
        Add(body);
        if (!typed) return;
        field = new Field { X = 2, Y = Pos.AnchorEnd(4), Width = Dim.Fill(2), Text = question.Text, Secret = question.HidesText };
        Add(field);
        field.MoveEnd();
    }

    /// <summary>The answer's place, or -1 for Esc, and the text typed.</summary>
    public Task<(int Answer, string Text)> Answered => answered.Task;

    protected override void Draw(int width, int height)
    {
        var title = Columns.Cut(question.Title, width - 6);
        var rule = new string('─', Math.Max(0, width - 5 - Columns.Width(title)));
        Put(0, 0, width, new Line { { "┌─ ", Tone.Dim }, { title, Tone.Strong }, { $" {rule}┐", Tone.Dim } });
        for (var row = 1; row < height - 1; row++)
        {
            Put(row, 0, 1, new Line("│", Tone.Dim));
            Put(row, width - 1, 1, new Line("│", Tone.Dim));
        }
        Put(height - 1, 0, width, new Line($"└{new string('─', width - 2)}┘", Tone.Dim));
        DrawAnswers(width, height - 2);
    }

    protected override bool OnKeyDown(Key key)
    {
        if (key == Key.Esc) Close(-1);
        else if (key == Key.Enter) Enter();
        else if (field is null && question.Answers.ToList().FindIndex(a => a.Key == key) is >= 0 and var answer) Close(answer);
        return true;
    }

    protected override bool OnMouseEvent(Mouse mouse)
    {
        if (mouse.IsSingleClicked && mouse.Position is { } at && at.Y == Viewport.Height - 2 && clickable.FirstOrDefault(c => at.X >= c.From && at.X < c.To) is { Key: { } key })
            Wizard.Post(() => OnKeyDown(key));
        return true;
    }

    private IEnumerable<(Key Key, string Label)> Offered()
    {
        if (field is not null) yield return (Key.Enter, question.Answers[0].Label);
        else foreach (var answer in question.Answers) yield return (answer.Key, answer.Label);
        yield return (Key.Esc, Wizard.Language.Say($"back"));
    }

    private void DrawAnswers(int width, int row)
    {
        clickable.Clear();
        var line = new Line();
        foreach (var (key, label) in Offered())
        {
            var from = line.Width + 2;
            line.Add(ScreenKey.NameOf(key), Tone.Key).Add($" {label}");
            clickable.Add((from, line.Width + 2, key));
            line.Add("   ");
        }
        Put(row, 2, width - 4, line);
    }

    private void Enter()
    {
        if (question.MustType is { } word && field!.Text != word) Close(-1);
        else if (field is not null) Close(0);
        else Close(question.Enter ?? -1);
    }

    private void Close(int answer) => answered.TrySetResult((answer, Harmless.Typed(field?.Text ?? "")));
}
