using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

public sealed class ConnectDeadlineTests
{
    [Fact]
    public async Task Time_in_which_somebody_is_asked_does_not_count()
    {
        using var deadline = new ConnectDeadline(CancellationToken.None);
        deadline.Begin(TimeSpan.FromMilliseconds(100));
        using (deadline.Pause())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
            Assert.False(deadline.Token.IsCancellationRequested);
            using (deadline.Pause()) deadline.Begin(TimeSpan.FromMilliseconds(50));
            await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
            Assert.False(deadline.Token.IsCancellationRequested);
        }
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Task.Delay(TimeSpan.FromMinutes(5), deadline.Token));
    }
}
