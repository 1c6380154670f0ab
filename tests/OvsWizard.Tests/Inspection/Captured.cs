using OvsWizard.Inspection;

namespace OvsWizard.Tests.Inspection;

/// <summary>
/// What a host with Open vSwitch 3.1 and Docker 20.10 really said to the views' commands, and the views themselves.
/// </summary>
internal static class Captured
{
    public static readonly string Fixtures = Path.Combine(PublishedBinary.Root, "tests", "fixtures", "inspector");

    public static ViewLibrary Library { get; } = new(Path.Combine(PublishedBinary.Root, "runbooks", "inspector"));

    public static string Output(string view) => File.ReadAllText(Path.Combine(Fixtures, $"{view}.txt"));

    public static HostTable Table(HostView view, string host = "docker01") =>
        new(host, TableReader.Read(view, Output(view.Id)), Output(view.Id), null);
}
