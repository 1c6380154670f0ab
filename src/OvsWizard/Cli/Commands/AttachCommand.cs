using System.CommandLine;
using OvsWizard.Journal;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard attach [RUN]</c></summary>
public static class AttachCommand
{
    public static Command Create()
    {
        var run = new Argument<string?>("RUN")
        {
            Description = "Id of a run ('ovswizard runs'); default: the newest that is under way, else the newest",
            Arity = ArgumentArity.ZeroOrOne,
            CompletionSources = { Suggestions.RunIds },
        };
        var command = new Command("attach", "Follow a run of another process live; ends with its exit status") { run };
        command.SetAction((parsed, stop) => Follower.FollowAsync(parsed, Find(parsed.GetValue(run)), stop));
        return command;
    }

    private static RunFolder Find(string? id) =>
        (id is null ? RunFolder.All().FirstOrDefault(folder => folder.IsClaimed()) : null) ?? RunFolder.Find(id);
}
