using OvsWizard.Ssh;
using OvsWizard.Texts;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;

namespace OvsWizard.Tui;

/// <summary>What the wizard asks: one question at a time over the screen, and the line that <c>/</c> opens.</summary>
public sealed partial class Wizard
{
    private Dialog? dialog;
    private Secrets? secrets;
    private SearchBar? search;
    private bool isLeaving;

    /// <summary>A question is shown over the screen.</summary>
    internal bool IsAsking => dialog is not null;

    /// <summary>A search is being typed.</summary>
    internal bool IsSearching => search is not null;

    /// <summary>Asks on the screen's thread, for another thread that waits.</summary>
    public Task<T> OnScreenAsync<T>(Func<Task<T>> ask)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => Do(async () =>
        {
            try
            {
                done.SetResult(await ask());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }));
        return done.Task;
    }

    /// <summary>
    /// Asks a question over the screen; the answer's place, or -1 for Esc. Questions asked meanwhile wait.
    /// </summary>
    public async Task<int> AskAsync(Question question) => (await AskForAsync(question)).Answer;

    /// <summary>Asks for a line of text; null for Esc.</summary>
    public async Task<string?> AskTextAsync(string title, IReadOnlyList<Line> lines, string accept, string text = "")
    {
        var (answer, typed) = await AskForAsync(new Question(title, lines,
            [new Answer(Key.Enter, accept)]) { AsksText = true, Text = text });
        return answer == 0 ? typed : null;
    }

    /// <summary>Asks before something that costs: only <paramref name="key"/> agrees; Enter and Esc say no.</summary>
    /// <param name="yes">What agreeing does, in a word or two.</param>
    public async Task<bool> ConfirmAsync(string title, IReadOnlyList<Line> lines, Key key, string yes) =>
        await AskAsync(new Question(title, lines, [new Answer(key, yes)])) == 0;

    /// <summary>Asks whether what was typed may be lost; true where it may.</summary>
    /// <param name="lines">What would be lost.</param>
    public Task<bool> MayLoseAsync(params IReadOnlyList<Line> lines) =>
        ConfirmAsync(Language.Say($"Discard it?"), lines, Key.D, Language.Say($"discard"));

    /// <summary>
    /// Passphrases and passwords: asked for on the screen; what was right is known until the wizard ends.
    /// </summary>
    public Secrets Secrets => secrets ??= new Secrets(AskSecret);

    /// <summary>Asks from another thread, which waits; null where the operator gives up.</summary>
    private string? AskSecret(FormattableString prompt) => OnScreenAsync(async () =>
    {
        var (answer, typed) = await AskForAsync(new Question(
            Language.Say($"A secret is needed"), [Printable.Of(Language.Say(prompt))],
            [new Answer(Key.Enter, Language.Say($"go on"))])
        {
            AsksText = true, HidesText = true,
        });
        return answer == 0 ? typed : null;
    }).GetAwaiter().GetResult();

    /// <summary>Shows what went wrong: what, why, and what to do now.</summary>
    public Task ShowAsync(Failure failure)
    {
        var told = failure.In(Language);
        var lines = new List<Line>
            { new($"{(failure.At is { } at ? $"{at}: " : failure.Host is { } host ? $"{host}: " : "")}{told.What}",
                Tone.Bad) };
        if (told.Why is { } why) lines.Add(new Line { { Language.Say($"why: "), Tone.Dim }, why });
        if (told.Now is { } now) lines.Add(new Line { { Language.Say($"fix: "), Tone.Dim }, now });
        return AskAsync(new Question(Language.Say($"Error"), lines, []));
    }

    /// <summary>
    /// Ends the wizard; asks first where something is under way. Under a question it answers nothing, as Esc does.
    /// </summary>
    public void Quit()
    {
        if (isLeaving) return;
        dialog?.GiveUp();
        Do(QuitAsync);
    }

    private async Task QuitAsync()
    {
        isLeaving = true;
        try
        {
            if (UnderWay() is { } work)
            {
                var answer = await AskAsync(work.Question);
                if (answer < 0) return;
                if (!work.MayEnd(answer))
                {
                    Top?.Refresh();
                    return;
                }
            }
            await ParkAsync();
            RequestStop();
        }
        finally
        {
            isLeaving = false;
        }
    }

    private async Task<(int Answer, string Text)> AskForAsync(Question question)
    {
        while (dialog is { } other)
        {
            await other.Answered;
            // Answered it stays until whoever asked it has taken it away, on this thread.
            await Task.Yield();
        }
        var focused = MostFocused;
        dialog = new Dialog(this, question);
        body.Enabled = false;
        Add(dialog);
        dialog.SetFocus();
        Redraw();
        var answer = await dialog.Answered;
        Remove(dialog);
        dialog.Dispose();
        dialog = null;
        body.Enabled = true;
        (focused ?? Top)?.SetFocus();
        Redraw();
        return answer;
    }

    private void OpenSearch(ISearched searched)
    {
        var focused = MostFocused;
        search = new SearchBar(this, searched) { Y = notice.Y };
        search.Closed = () => focused?.SetFocus();
        Add(search);
        search.SetFocus();
        Redraw();
    }

    private void CloseSearch(bool keep)
    {
        if (search is null) return;
        var bar = search;
        search = null;
        bar.Close(keep);
        Remove(bar);
        bar.Dispose();
        Redraw();
    }

    private void EndSearches()
    {
        foreach (var searched in Top?.Kept.ToList() ?? []) searched.Search("");
        Redraw();
    }
}
