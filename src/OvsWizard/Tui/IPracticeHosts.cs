namespace OvsWizard.Tui;

/// <summary>Practice hosts on this machine, as the wizard makes and ends them; a test has its own.</summary>
public interface IPracticeHosts
{
    string Name { get; }

    /// <summary>Why this machine cannot have any; null where it can.</summary>
    Failure? WhyNot { get; }

    /// <summary>Those there are; none while the lab is down.</summary>
    IReadOnlyList<PracticeHost> Hosts { get; }

    /// <summary>Brings them up, and writes the inventory; returns its path.</summary>
    /// <param name="progress">Told, line by line, what is under way.</param>
    Task<string> UpAsync(int count, TextWriter progress);

    /// <summary>Ends them and leaves nothing behind.</summary>
    Task DownAsync(TextWriter progress);
}

/// <summary>One practice host.</summary>
public sealed record PracticeHost(string Name, string Address, bool IsRunning);
