namespace OvsWizard.Templates;

/// <summary>
/// A value that is never written into a plan: templates see only its name. A shell script refers to a variable that is
/// set when the script is sent; other texts carry a token that is replaced at that moment.
/// </summary>
public sealed record Secret(string Name)
{
    /// <summary>The shell variable that scripts find the value in.</summary>
    public string Variable => $"OVSW_SECRET_{Name}";

    /// <summary>
    /// Stands for the value in texts that are no shell scripts. No other value can forge it: U+0001 is refused in them.
    /// </summary>
    public string Token => $"\u0001secret:{Name}\u0001";

    public override string ToString() => $"<secret {Name}>";
}
