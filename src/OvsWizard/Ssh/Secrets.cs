namespace OvsWizard.Ssh;

/// <summary>
/// Asks the operator for secrets, one question at a time whatever number of hosts connects, and remembers the right
/// answers for as long as the process runs: one key that opens fifty hosts is asked for once. They are written nowhere.
/// </summary>
/// <param name="ask">Shows a prompt and reads without echo, on any thread; returns null where the operator gives up.
/// Null: nobody can be asked.</param>
public sealed class Secrets(Func<FormattableString, string?>? ask)
{
    private const int Attempts = 3;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _right = [];

    public static Secrets Unattended { get; } = new(null);

    public bool CanAsk => ask is not null;

    /// <summary>Something was typed that another process would have to ask for again.</summary>
    public bool HasTyped { get; private set; }

    /// <summary>
    /// Finds a secret that <paramref name="isRight"/> accepts, asking up to three times; false where there is none.
    /// </summary>
    /// <param name="again">The prompt after a wrong answer, which says so.</param>
    public bool AskUntilRight(string name, FormattableString prompt, FormattableString again,
        Func<string, bool> isRight)
    {
        lock (_lock)
        {
            if (_right.TryGetValue(name, out var known) && isRight(known)) return true;
            for (var attempt = 1; ask is not null && attempt <= Attempts; attempt++)
            {
                if (ask(attempt == 1 ? prompt : again) is not { Length: > 0 } answer) return false;
                if (!isRight(answer)) continue;
                HasTyped = true;
                _right[name] = answer;
                Redactor.Hide(answer);
                return true;
            }
            return false;
        }
    }

    /// <summary>Asks once, for a secret that only the host can judge; null where nobody answers.</summary>
    public string? Ask(FormattableString prompt)
    {
        lock (_lock)
        {
            var answer = ask?.Invoke(prompt);
            HasTyped |= answer is { Length: > 0 };
            Redactor.Hide(answer);
            return answer;
        }
    }

    /// <summary>An answer that a host has found right; null: none yet.</summary>
    public string? Recall(string name)
    {
        lock (_lock) return _right.GetValueOrDefault(name);
    }

    /// <summary>The host has judged an answer.</summary>
    public void Judge(string name, string answer, bool isRight)
    {
        lock (_lock)
            if (isRight) _right[name] = answer;
            else if (_right.GetValueOrDefault(name) == answer) _right.Remove(name);
    }
}
