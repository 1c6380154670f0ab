using OvsWizard.Journal;

namespace OvsWizard.Tests.Journal;

public sealed class RunJournalTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    private void Write(params RunEvent[] events)
    {
        using var journal = new RunJournal(path);
        foreach (var happened in events) journal.Append(happened);
        journal.Flush();
    }

    [Fact]
    public void What_was_written_is_read_again()
    {
        RunEvent[] events =
        [
            new RunStarted("r1", "vxlan-overlay", "run", "abc", "0.1.0", ["a", "b"],
                1) { At = DateTimeOffset.UnixEpoch },
            new StepIntended("a", "one", "rm -f '/x'\n") { At = DateTimeOffset.UnixEpoch },
            new StepEnded("a", "one", StepStatus.Failed, 12, 34, "no \u001b[31m space", new Text("full", "满"),
                null) { At = DateTimeOffset.UnixEpoch },
        ];

        Write(events);
        var read = RunJournal.Read(path, out var torn);

        Assert.False(torn);
        Assert.Equal(events[1], read[1]);
        Assert.Equal(events[2], read[2]);
    }

    [Fact]
    public void Output_lines_stay_out_of_it()
    {
        Write(new StepOutput("a", "one", "hello"), new HostConnected("a", 5));

        Assert.IsType<HostConnected>(Assert.Single(RunJournal.Read(path, out _)));
    }

    [Fact]
    public void A_torn_last_line_is_left_out_and_told()
    {
        Write(new HostConnected("a", 5), new HostConnected("b", 6));
        using (var file = File.OpenWrite(path)) file.SetLength(file.Length - 9);

        var read = RunJournal.Read(path, out var torn);

        Assert.True(torn);
        Assert.Equal("a", Assert.IsType<HostConnected>(Assert.Single(read)).Host);
    }

    [Fact]
    public void Going_on_after_a_torn_line_takes_it_off_and_keeps_the_rest_readable()
    {
        Write(new HostConnected("a", 5), new HostConnected("b", 6));
        using (var file = File.OpenWrite(path)) file.SetLength(file.Length - 9);

        Write(new HostConnected("c", 7));

        Assert.Equal(["a", "c"], RunJournal.Read(path, out var torn).Cast<HostConnected>().Select(e => e.Host));
        Assert.False(torn);
    }

    [Fact]
    public void A_journal_of_a_newer_program_is_refused()
    {
        Write(new RunStarted("r1", "vxlan-overlay", "run", "abc", "9.0.0", ["a"], RunJournal.Format + 1));

        Assert.Contains("newer ovswizard", Assert.Throws<Failure>(() => RunJournal.Read(path, out _)).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_line_in_the_middle_is_refused_with_its_place()
    {
        Write(new HostConnected("a", 5));
        File.AppendAllText(path, "garbage\n");
        Write(new HostConnected("b", 6));

        var failure = Assert.Throws<Failure>(() => RunJournal.Read(path, out _));

        Assert.Equal($"{path}:2", failure.At.ToString());
    }
}
