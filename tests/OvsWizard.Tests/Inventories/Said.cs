using OvsWizard.Inventories;

namespace OvsWizard.Tests.Inventories;

/// <summary>Inventories as one line a host, to be compared.</summary>
internal static class Said
{
    public static readonly LocalUser Me = new("me", "/home/me");

    public static Inventory Read(string text, string file = "/site/hosts", string config = "",
        params (string Kind, string Name, string Text)[] beside) =>
        Inventory.Parse(text, file, SshConfig.Parse(config, "config", Me), Me,
            (kind, name) => beside.Where(b => b.Kind == kind && b.Name == name)
                .Select(b => ($"/site/{kind}/{name}", b.Text)));

    /// <summary><c>name user@address:port</c>, then whatever differs from the usual.</summary>
    public static string Line(Host host) => string.Join(' ', new[]
    {
        host.Name, $"{host.User}@{host.Address}:{host.Port}",
        string.Join(',', host.Identities), host.Become is Become.Sudo ? "sudo" : "", host.PasswordEnv is { } variable
            ? $"password={variable}" : "",
        host.Way.Count > 0 ? $"by {string.Join(',', host.Way)}" : "", string.Join(',', host.KnownHostsFiles),
        string.Join(' ', host.Params.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => $"{p.Key}={p.Value.Text}")),
    }.Where(part => part.Length > 0));

    public static string[] Lines(Inventory inventory) => [.. inventory.Hosts.Select(Line)];

    public static string[] Lines(string text, params (string, string, string)[] beside) =>
        Lines(Read(text, beside: beside));

    public static Failure Wrong(string text) => Assert.Throws<Failure>(() => Read(text).Hosts);
}
