namespace OvsWizard.Ssh;

/// <summary>What is found out about a host, in this order; what fails ends it.</summary>
public enum CheckStage
{
    /// <summary>Nothing has been tried.</summary>
    Waiting,

    /// <summary>TCP, and a server that speaks SSH.</summary>
    Reach,

    /// <summary>Its host key is known.</summary>
    Trust,

    /// <summary>It lets the user in.</summary>
    Login,

    /// <summary>The user is root, or becomes root by sudo.</summary>
    Become,

    /// <summary>It tells what it is.</summary>
    Facts,

    /// <summary>All is known.</summary>
    Done,
}

/// <summary>How far one stage has come.</summary>
public enum CheckMark { Waiting, Underway, Good, Wrong }
