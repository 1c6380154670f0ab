using OvsWizard.Engine;

namespace OvsWizard.Tests.Engine;

public sealed class ProgressBoardTests
{
    private readonly ProgressBoard board = new(["a", "b", "c"]);

    [Fact]
    public void A_host_waits_until_all_others_have_come_as_far()
    {
        var waiting = board.WaitForPeersAsync("a", 3);
        board.Reach("b", 3);
        Assert.False(waiting.IsCompleted);

        board.Reach("c", 5);

        Assert.True(waiting.IsCompletedSuccessfully && waiting.Result);
    }

    [Fact]
    public void It_does_not_wait_for_itself_nor_for_the_past()
    {
        board.Reach("b", 3);
        board.Reach("c", 3);

        Assert.True(board.WaitForPeersAsync("a", 3).IsCompletedSuccessfully);
    }

    [Fact]
    public void Nobody_waits_for_a_host_that_failed()
    {
        var waiting = board.WaitForPeersAsync("a", 3);

        board.Break();

        Assert.True(waiting.IsCompletedSuccessfully && !waiting.Result);
        Assert.False(board.WaitForPeersAsync("b", 3).Result);
    }

    [Fact]
    public void What_was_reached_before_the_break_still_counts()
    {
        board.Reach("b", 3);
        board.Reach("c", 3);
        board.Break();

        Assert.True(board.WaitForPeersAsync("a", 3).Result);
    }
}
