namespace OvsWizard.Cli;

/// <summary>
/// What somebody answers to a question of yes or no: an answer that is neither is no answer, and is asked for again.
/// </summary>
internal static class Reply
{
    /// <summary>Yes or no; Enter and an end of input are no. Null: it is neither.</summary>
    public static bool? YesOrNo(string? answer) => answer?.Trim().ToLowerInvariant() switch
    {
        "y" or "yes" or "是" => true,
        null or "" or "n" or "no" or "否" => false,
        _ => null,
    };
}
