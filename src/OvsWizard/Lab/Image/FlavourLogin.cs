using OvsWizard.Yaml;

namespace OvsWizard.Lab.Image;

/// <summary>How the operator gets in.</summary>
/// <param name="NeedsPassword">sudo asks for it.</param>
/// <param name="ConsolePort">
/// Where root gets in to look after a host that lets no root in: the lab's own door, as a console would be.
/// </param>
public sealed record FlavourLogin(string User, bool NeedsPassword, int ConsolePort)
{
    public const int SshPort = 22;

    /// <summary>The password of the user 'operator', and the variable that inventories name for it.</summary>
    public const string Password = "practice", PasswordVariable = "OVSWIZARD_LAB_PASSWORD";

    internal static FlavourLogin Read(YamlMapping? data)
    {
        if (data is null) return new("root", NeedsPassword: false, ConsolePort: SshPort);
        data.AllowOnly($"'login'", "user", "password", "console_port");
        return new(
            data.FindText("user") ?? "root",
            data.Find("password")?.AsScalar($"'password'").AsBoolean($"'password'") ?? false,
            (int)(data.Find("console_port")?.AsScalar($"'console_port'").AsInteger($"'console_port'") ?? SshPort));
    }
}
