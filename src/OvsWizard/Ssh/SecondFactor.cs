using OvsWizard.Texts;

namespace OvsWizard.Ssh;

/// <summary>What hosts ask for when a password is not enough. Pure.</summary>
internal static class SecondFactor
{
    private const int LongestQuestion = 300;

    private static readonly string[] Words =
        ["code", "token", "otp", "one-time", "one time", "factor", "passcode", "verification", "pin:", "duo",
            "yubikey", "option (", "验证码", "动态", "令牌", "一次性"];

    /// <summary>Whether the answer to a question is something else than the password.</summary>
    public static bool IsAskedBy(string question) =>
        Array.Exists(Words, w => question.Contains(w, StringComparison.OrdinalIgnoreCase));

    /// <summary>A host's question as it may be shown: one line, without what would steer the terminal.</summary>
    public static string Readable(string? question)
    {
        var text = Printable.Of((question ?? "").Trim().ReplaceLineEndings(" "));
        return text.Length <= LongestQuestion ? text : text[..LongestQuestion];
    }
}
