using OvsWizard.Texts;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui;

/// <summary>
/// Shows a <see cref="Question"/> over the screen and keeps every key to itself until it is answered.
/// </summary>
internal sealed class Dialog : Pane
{
    private const int Widest = 72;
    private const string Gap = "   ";
    private readonly Question question;
    private readonly TaskCompletionSource<(int, string)> answered = new();
    private readonly Page body;
    private readonly Field? field;
    private readonly List<List<(Key Key, string Label)>> answers;
    private readonly List<(int Row, int From, int To, Key Key)> clickable = [];
    private bool isWarned;

    public Dialog(Wizard wizard, Question question)
    {
        IsRaised = true;
        CanFocus = true;
        this.question = question;
        var inner = Math.Clamp(wizard.Viewport.Width - 8, 1, Widest);
        var lines = question.Body.Sum(l => l.Wrap(inner - 2).Count());
        var typed = question.AsksText || question.MustType is not null;
        answers = Rows(wizard.Language, typed, inner);
        var below = answers.Count + 2;
        Width = inner + 4;
        Height = Math.Max(1,
            Math.Min(lines + below + (typed ? 3 : 1), wizard.Viewport.Height - (wizard.Viewport.Height < 24 ? 2 : 4)));
        X = Pos.Center();
        Y = Pos.Center();
        body = new Page { IsRaised = true, Lines = question.Body, X = 2, Y = 1, Width = Dim.Fill(2),
            Height = Dim.Fill(typed ? below + 2 : below), CanFocus = !typed };
        Add(body);
        if (!typed) return;
        field = new Field { X = 2, Y = Pos.AnchorEnd(below + 1), Width = Dim.Fill(2),
            Text = Printable.Typed(question.Text), Secret = question.HidesText };
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
        Put(height - 1, 0, width, new Line($"└{new string('─', Math.Max(0, width - 2))}┘", Tone.Dim));
        DrawAnswers(width, height - 1 - answers.Count);
    }

    /// <summary>Answers nothing: the wizard is to end, or the screen behind it is gone.</summary>
    public void GiveUp() => Close(-1);

    protected override bool Press(Key key)
    {
        // What holds everywhere, also under a question.
        if (key == Key.C.WithCtrl || key == Key.Z.WithCtrl || key == Key.L.WithCtrl) return false;
        if (key == Key.Esc && WouldLose && !isWarned) Warn();
        else if (key == Key.Esc) Close(-1);
        else if (key == Key.Enter) Enter();
        else if (field is null && question.Answers.ToList().FindIndex(a => a.Key == key) is >= 0 and var answer)
            Close(answer);
        return true;
    }

    protected override bool Point(Mouse mouse)
    {
        if (mouse.IsSingleClicked && mouse.Position is { } at
            && clickable.FirstOrDefault(c => at.Y == c.Row && at.X >= c.From && at.X < c.To) is { Key: { } key })
            Wizard.Post(() => Press(key));
        return true;
    }

    /// <summary>The answers, in as many rows as they need.</summary>
    private List<List<(Key Key, string Label)>> Rows(Language language, bool typed, int room)
    {
        List<(Key Key, string Label)> offered = typed ? [(Key.Enter, question.Answers[0].Label)]
            : [.. question.Answers.Select(a => (a.Key, a.Label))];
        List<List<(Key Key, string Label)>> rows = [[]];
        var used = 0;
        foreach (var answer in offered.Append((Key.Esc, language.Say($"back"))))
        {
            var width = Columns.Width(ScreenKey.NameOf(answer.Item1)) + 1 + Columns.Width(answer.Item2);
            if (rows[^1].Count > 0 && used + width > room) (rows, used) = ([.. rows, []], 0);
            rows[^1].Add(answer);
            used += width + Gap.Length;
        }
        return rows;
    }

    private void DrawAnswers(int width, int top)
    {
        clickable.Clear();
        foreach (var (row, offered) in answers.Index())
        {
            var line = new Line();
            foreach (var (key, label) in offered)
            {
                var from = line.Width + 2;
                line.Add(ScreenKey.NameOf(key), Tone.Key).Add($" {label}");
                clickable.Add((top + row, from, line.Width + 2, key));
                line.Add(Gap);
            }
            Put(top + row, 2, width - 4, line);
        }
    }

    /// <summary>
    /// Something was typed that is to be seen: a secret is typed again, and a word that must be typed is no loss.
    /// </summary>
    private bool WouldLose =>
        question is { AsksText: true, HidesText: false } && Typed.Length > 0 && Typed != question.Text;

    private string Typed => Printable.Typed(this.field?.Text ?? "");

    /// <summary>Esc is close to other keys.</summary>
    private void Warn()
    {
        isWarned = true;
        Wizard.Tell(new Line(Wizard.Language.Say($"Esc again discards what was entered"), Tone.Changed));
    }

    private void Enter()
    {
        if (question.MustType is { } word && field!.Text != word) Close(-1);
        else if (field is not null) Close(0);
        else Close(question.Enter ?? -1);
    }

    /// <summary>Whoever asked goes on in the screen's next round, and never within a key of this very dialog.</summary>
    private void Close(int answer)
    {
        var typed = Typed;
        Wizard.Post(() => answered.TrySetResult((answer, typed)));
    }
}
