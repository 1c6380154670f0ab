namespace OvsWizard.Tui.Runs;

/// <summary>Times as a grid has room for them.</summary>
public static class Durations
{
    /// <summary>0.42 s, 12 s, 2:05, 1:02:05.</summary>
    public static string Short(this TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => $"{time.TotalSeconds:0.00} s",
        < 100 => $"{time.TotalSeconds:0} s",
        < 3600 => $"{(int)time.TotalMinutes}:{time.Seconds:00}",
        _ => $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}",
    };

    /// <summary>Without fractions: it stands beside others and should not flicker.</summary>
    public static string Whole(this TimeSpan time) =>
        time.TotalSeconds < 100 ? $"{Math.Floor(time.TotalSeconds):0} s" : time.Short();
}
