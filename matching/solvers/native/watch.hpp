// Tells long loops when to stop: at a time limit, or when the caller was interrupted.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <utility>

namespace matching {

class Watch {
  public:
    // A limit of zero seconds or less stops at the first look. `interrupted` is asked ten times a second, since it may
    // have to wait for other threads.
    Watch(double seconds, std::function<bool()> interrupted)
        : begin_(Clock::now()), seconds_(seconds), interrupted_(std::move(interrupted)) {}

    // Report work done, about one unit a pair looked at; true from the moment that everything has to stop.
    bool stop(std::int64_t work) {
        since_look_ += work;
        if (since_look_ >= kBetweenLooks) look();
        return stopped_;
    }

    bool stopped() const { return stopped_; }

  private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::int64_t kBetweenLooks = 1 << 20;  // a few milliseconds

    void look() {
        since_look_ = 0;
        const std::chrono::duration<double> elapsed = Clock::now() - begin_;
        if (elapsed.count() >= seconds_) stopped_ = true;
        if (stopped_ || elapsed.count() < next_question_) return;
        next_question_ = elapsed.count() + 0.1;
        stopped_ = interrupted_();
    }

    Clock::time_point begin_;
    double seconds_;
    double next_question_ = 0.0;
    std::function<bool()> interrupted_;
    std::int64_t since_look_ = kBetweenLooks;
    bool stopped_ = false;
};

}  // namespace matching
